import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  closeEngines,
  commandImage,
  isAlive,
  openEngine,
  openReadyEngine,
  until,
} from '../../../test/vision/commanded-engine.js';
import type { VisionEngine } from '../index.js';
import type { VisionLogEntry } from './vision-pool.js';

let shared: VisionEngine;

beforeAll(async () => {
  vi.stubEnv('FACEDESK_API_KEYS', 'secret');
  shared = await openReadyEngine({ workers: 2 });
  vi.unstubAllEnvs();
});

afterAll(closeEngines);

/** The detail of what a task failed with, whatever its code. */
async function detailOf(task: Promise<unknown>): Promise<string> {
  const reason: unknown = await task.then(
    () => undefined,
    (error: unknown) => error,
  );
  return (reason as { context: { detail: string } }).context.detail;
}

test('each of many parallel tasks gets its own result, from more than one child', async () => {
  const values = Array.from({ length: 100 }, (_, index) => index);
  const results = await Promise.all(
    values.map((value) => shared.examine(commandImage({ value, sleepMs: value % 5 }))),
  );
  expect(results.map((result) => result.widthPx)).toEqual(values);
  expect(results.map((result) => result.faces[0]!.features[127])).toEqual(values);
  expect(new Set(results.map((result) => result.heightPx)).size).toBe(2);
  expect(shared.status()).toEqual({
    workers: 2,
    workersReady: 2,
    running: 0,
    queued: 0,
    queuedBytes: 0,
    workMsAhead: 0,
    residentBytes: expect.any(Number) as number,
    restarts: 0,
    failing: false,
  });
});

test('arrays arrive as their own kind and hold no memory but their own', async () => {
  const { faces, keptPhoto } = await shared.examine(commandImage({ value: 7, then: 'answerWithPhoto' }), {
    keep: 'crop',
  });
  expect(faces[0]!.features).toEqual(new Float32Array(128).fill(7));
  expect(Buffer.from(keptPhoto!.jpeg).toString()).toBe('kept as crop');
  for (const array of [faces[0]!.features, faces[0]!.landmarksPx, keptPhoto!.jpeg])
    expect(array.buffer.byteLength).toBe(array.byteLength);
});

test('tasks wait for the first child, whose model id is known once it is ready', async () => {
  const engine = openEngine();
  expect(() => engine.modelId).toThrow('ready()');
  const task = engine.examine(commandImage({ value: 3 }));
  expect(engine.status()).toMatchObject({ workersReady: 0, queued: 1 });
  await engine.ready();
  expect(engine.modelId).toBe('commanded');
  expect((await task).widthPx).toBe(3);
});

test('a task beyond the queue is refused as busy, one within it is served', async () => {
  const engine = await openReadyEngine({ queueLength: 1 });
  const running = engine.examine(commandImage({ sleepMs: 200 }));
  const waiting = engine.examine(commandImage({ value: 2 }));
  await expect(engine.examine(commandImage())).rejects.toMatchObject({ code: 'busy' });
  expect(engine.status()).toMatchObject({ running: 1, queued: 1 });
  await running;
  expect((await waiting).widthPx).toBe(2);
});

test('a task is refused as busy when the waiting pictures would hold too many bytes', async () => {
  const engine = await openReadyEngine({ queueBytes: 1.5 * commandImage().byteLength });
  for (const value of [1, 2]) {
    const running = engine.examine(commandImage({ value, sleepMs: 100 }));
    const waiting = engine.examine(commandImage({ value }));
    await expect(engine.examine(commandImage())).rejects.toMatchObject({ code: 'busy' });
    expect((await Promise.all([running, waiting])).map((result) => result.widthPx)).toEqual([value, value]);
  }
});

test('a task that waits past its deadline is refused as busy', async () => {
  const engine = await openReadyEngine({ queueTimeoutMs: 50 });
  const running = engine.examine(commandImage({ value: 1, sleepMs: 600 }));
  await expect(engine.examine(commandImage())).rejects.toMatchObject({ code: 'busy' });
  expect((await running).widthPx).toBe(1);
});

test('an aborted task that waits is removed, an aborted task that runs is finished and dropped', async () => {
  const engine = await openReadyEngine();
  const [runs, waits] = [new AbortController(), new AbortController()];
  const running = engine.examine(commandImage({ sleepMs: 200 }), { signal: runs.signal });
  const waiting = engine.examine(commandImage({ then: 'abort' }), { signal: waits.signal });
  waits.abort(new Error('gone home'));
  runs.abort(new Error('gone too'));
  await expect(waiting).rejects.toThrow('gone home');
  await expect(running).rejects.toThrow('gone too');
  expect(engine.status()).toMatchObject({ running: 1, queued: 0 });
  expect((await engine.examine(commandImage({ value: 8 }))).widthPx).toBe(8);
  expect(engine.status().restarts).toBe(0);
  await expect(engine.examine(commandImage(), { signal: runs.signal })).rejects.toThrow('gone too');
});

test('errors keep their code and detail; unknown ones become internal', async () => {
  const damaged = shared.examine(commandImage({ throwCode: 'image_damaged' }));
  await expect(damaged).rejects.toMatchObject({ code: 'image_damaged', context: { detail: 'as told' } });
  const unknown = shared.examine(commandImage({ throwCode: 'surprise' }));
  await expect(unknown).rejects.toMatchObject({ name: 'FacedeskError', code: 'internal' });
  expect(await detailOf(unknown)).toContain('Error: surprise');
});

test('a child does not see the settings of the service', async () => {
  const names = await detailOf(shared.examine(commandImage({ namesOfEnvironment: true })));
  expect(names).toContain('MALLOC_ARENA_MAX');
  expect(names).not.toMatch(/FACEDESK|VITEST/);
});

test('ready() rejects with what a child says it cannot start for', async () => {
  const engine = openEngine({ modelsDir: 'broken' });
  const error = { code: 'vision_unavailable', context: { detail: 'no models' } };
  await expect(engine.ready()).rejects.toMatchObject(error);
});

test('close() finishes what runs, refuses what waits and what comes, and leaves no child behind', async () => {
  const engine = await openReadyEngine({ workers: 2 });
  const pids = await Promise.all(
    [1, 2].map(() => engine.examine(commandImage({ sleepMs: 50 })).then((it) => it.heightPx)),
  );
  const running = [1, 2].map((value) => engine.examine(commandImage({ value, sleepMs: 300 })));
  const waiting = engine.examine(commandImage());
  const closed = engine.close();
  await expect(waiting).rejects.toMatchObject({ code: 'shutting_down' });
  await expect(engine.examine(commandImage())).rejects.toMatchObject({ code: 'shutting_down' });
  await expect(engine.ready()).rejects.toMatchObject({ code: 'shutting_down' });
  expect((await Promise.all(running)).map((result) => result.widthPx)).toEqual([1, 2]);
  await closed;
  await engine.close();
  expect(new Set(pids).size).toBe(2);
  expect(pids.filter(isAlive)).toEqual([]);
});

test('what a child writes to stderr reaches the log in bounded lines', async () => {
  const entries: VisionLogEntry[] = [];
  const engine = openEngine({ onLog: (entry) => entries.push(entry) });
  const pid = (await engine.examine(commandImage({ writeLine: 'x'.repeat(2000) }))).heightPx;
  await engine.examine(
    commandImage({ writeLine: Array.from({ length: 1000 }, (_, line) => line).join('\n') }),
  );
  await until(() => entries.at(-1)?.text.includes('dropped') === true);
  expect(entries[0]).toEqual({ level: 'warn', pid, text: `vision worker: ${'x'.repeat(500)}` });
  expect(entries.length).toBeLessThan(60);
});
