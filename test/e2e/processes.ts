/** What Linux knows of a process, its children and their memory, from /proc. */
import { readdirSync, readFileSync } from 'node:fs';

/** The processes that a process has started, and those that they have started; without the process itself. */
export function descendantsOf(pid: number): number[] {
  const children = threadsOf(pid).flatMap((thread) =>
    read(`/proc/${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number),
  );
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

/** False where it has ended, whether or not anybody has taken note of its end. */
export function isRunning(pid: number): boolean {
  const state = /^State:\s+(\S)/m.exec(read(`/proc/${pid}/status`))?.[1];
  return state !== undefined && state !== 'Z' && state !== 'X';
}

export interface MemoryWatch {
  /** Ends the watch; the highest sum seen, in MiB, and how often it was looked at. */
  stop(): { peakMib: number; samples: number; atPeak: readonly number[] };
}

/**
 * Sums the resident memory of a process and its descendants every 100 ms. Pages that several of them map, such as those of
 * Node and of the nets' runtime, are there once and count once: each process is charged its share (PSS in proc(5)).
 */
export function watchMemory(pid: number): MemoryWatch {
  let [peakMib, samples, atPeak]: [number, number, number[]] = [0, 0, []];
  const look = (): void => {
    const resident = [pid, ...descendantsOf(pid)].map(residentMib);
    const sum = resident.reduce((total, mib) => total + mib, 0);
    samples++;
    if (sum > peakMib) [peakMib, atPeak] = [sum, resident];
  };
  const timer = setInterval(look, 100);
  return {
    stop: () => {
      clearInterval(timer);
      return { peakMib: Math.round(peakMib), samples, atPeak: atPeak.map(Math.round) };
    },
  };
}

function residentMib(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) / 1024;
}

function threadsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** Empty where the process has ended, which can happen at any moment. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
