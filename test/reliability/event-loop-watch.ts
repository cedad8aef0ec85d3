/** Measures how late a server's event loop is, from within: a few lines that Node loads before the server's own. */
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** SIGUSR2 begins to measure; the next one ends it and writes the figures, in milliseconds. */
const watch = (file: string): string => `
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { writeFileSync } from 'node:fs';
const delay = monitorEventLoopDelay({ resolution: 5 });
let watching = false;
process.on('SIGUSR2', () => {
  watching = !watching;
  if (watching) return delay.reset(), delay.enable();
  delay.disable();
  writeFileSync(${JSON.stringify(file)}, JSON.stringify({ p99: delay.percentile(99) / 1e6 - 5, max: delay.max / 1e6 - 5 }));
});`;

/** For the environment of a server: NODE_OPTIONS that make it listen to SIGUSR2. */
export function eventLoopWatch(file: string): { readonly NODE_OPTIONS: string } {
  return {
    NODE_OPTIONS: `--import data:text/javascript;base64,${Buffer.from(watch(file)).toString('base64')}`,
  };
}

/** Ends the watch. @returns milliseconds that a timer came late, beyond the resolution of the watch */
export async function endWatch(
  pid: number,
  file: string,
): Promise<{ readonly p99: number; readonly max: number }> {
  process.kill(pid, 'SIGUSR2');
  while (!existsSync(file)) await sleep(10);
  return JSON.parse(readFileSync(file, 'utf8')) as { p99: number; max: number };
}
