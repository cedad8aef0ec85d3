/** Opens vision engines whose children do what the picture's bytes say, and sees to it that each is closed after its test. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { VisionEngine } from '../../src/vision/index.js';
import { createVisionEngine, type VisionOptions } from '../../src/vision/pool/vision-pool.js';
import type { Command } from './commanded-extractor.js';

const engines: VisionEngine[] = [];

/** One worker, room for 100 tasks, and deadlines that no test reaches unless it sets its own. */
export function openEngine(options: Partial<VisionOptions> = {}): VisionEngine {
  const engine = createVisionEngine({
    modelsDir: 'fine',
    maxPixels: 40_000_000,
    workers: 1,
    queueLength: 100,
    queueTimeoutMs: 60_000,
    taskTimeoutMs: 60_000,
    extractorUrl: new URL('./commanded-extractor.ts', import.meta.url),
    ...options,
  });
  engines.push(engine);
  return engine;
}

export async function openReadyEngine(options: Partial<VisionOptions> = {}): Promise<VisionEngine> {
  const engine = openEngine(options);
  await until(() => engine.status().workersReady === engine.status().workers);
  return engine;
}

export async function closeEngines(): Promise<void> {
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
}

export function commandImage(command: Partial<Command> = {}): Uint8Array {
  return Buffer.from(JSON.stringify({ value: 0, ...command }));
}

/** The same behind the header of a picture so large that two of them are too much for two children at once. */
export function heavyCommandImage(command: Partial<Command> = {}): Uint8Array {
  const header = Buffer.from('\x89PNG\r\n\x1a\n----IHDR----------------', 'latin1');
  header.writeUInt32BE(7200, 16);
  header.writeUInt32BE(5400, 20);
  header[28] = 1;
  return Buffer.concat([header, commandImage(command)]);
}

/** The process id of the child that served one task. */
export async function servingPid(engine: VisionEngine): Promise<number> {
  return (await engine.examine(commandImage())).heightPx;
}

/** Waits until something has become true; the test's own time limit ends it where it never does. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
