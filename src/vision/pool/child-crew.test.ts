import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import {
  closeEngines,
  commandImage,
  isAlive,
  openEngine,
  openReadyEngine,
  servingPid,
  until,
} from '../../../test/vision/commanded-engine.js';
import type { VisionLogEntry } from './vision-pool.js';

const orphaningParent = new URL('../../../test/vision/orphaning-parent.ts', import.meta.url);

afterEach(closeEngines);

test('a child that crashes fails only its own task and is replaced', async () => {
  const engine = await openReadyEngine({ workers: 2 });
  const other = engine.examine(commandImage({ value: 5, sleepMs: 300 }));
  await expect(engine.examine(commandImage({ then: 'abort' }))).rejects.toMatchObject({
    code: 'vision_unavailable',
  });
  expect((await other).widthPx).toBe(5);
  await until(() => engine.status().workersReady === 2);
  expect(engine.status().restarts).toBe(1);
});

test('a child that runs out of memory blames no picture, and is replaced', async () => {
  const entries: VisionLogEntry[] = [];
  const engine = openEngine({ onLog: (entry) => entries.push(entry) });
  for (const [death, throwCode] of [
    'std::bad_alloc',
    'vips_tracked: out of memory -- size == 148MB',
  ].entries()) {
    await expect(engine.examine(commandImage({ throwCode }))).rejects.toMatchObject({
      code: 'vision_unavailable',
    });
    await until(() => engine.status().restarts === death + 1);
  }
  expect((await engine.examine(commandImage({ value: 3 }))).widthPx).toBe(3);
  expect(entries.map(({ text }) => text)).toContain('vision worker: out of memory');
});

test('a child that is killed from outside while idle is replaced', async () => {
  const engine = await openReadyEngine();
  const pid = await servingPid(engine);
  process.kill(pid, 'SIGKILL');
  await until(() => engine.status().restarts === 1);
  expect(await servingPid(engine)).not.toBe(pid);
});

test('a child that hangs is killed at the deadline, others go on, and the next task is served', async () => {
  const engine = await openReadyEngine({ workers: 2, taskTimeoutMs: 800 });
  const hanging = engine.examine(commandImage({ then: 'hang' }));
  const others = Array.from({ length: 20 }, () => servingPid(engine));
  await expect(hanging).rejects.toMatchObject({ code: 'vision_timeout' });
  await Promise.all(others);
  await until(() => engine.status().workersReady === 2);
  expect(engine.status()).toMatchObject({ running: 0, restarts: 1 });
});

test('a child that holds too much memory is replaced between tasks, and no task fails', async () => {
  const engine = await openReadyEngine({ workerMemoryMb: 250 });
  const pid = await servingPid(engine);
  const before = engine.examine(commandImage({ allocateMb: 260 }));
  const after = Array.from({ length: 10 }, () => engine.examine(commandImage({ sleepMs: 20 })));
  await Promise.all([before, ...after]);
  await until(() => !isAlive(pid));
  expect(await servingPid(engine)).not.toBe(pid);
  expect(engine.status()).toMatchObject({ workersReady: 1, restarts: 1 });
});

test('a child with another model than the first is not given tasks', async () => {
  const entries: VisionLogEntry[] = [];
  const engine = openEngine({ modelsDir: 'changing', workers: 2, onLog: (entry) => entries.push(entry) });
  await engine.ready();
  const { modelId } = engine;
  await until(() => engine.status().restarts === 1);
  expect(engine.status().workersReady).toBe(1);
  expect(engine.modelId).toBe(modelId);
  expect(entries[0]?.text).toContain(`not ${modelId}`);
});

test('starting is tried again after children that die at start, and waiting tasks are then served', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-pool-'));
  const engine = openEngine({ modelsDir: join(folder, 'models') });
  const task = engine.examine(commandImage({ value: 4 }));
  await until(() => engine.status().restarts === 2);
  writeFileSync(join(folder, 'models'), '');
  await engine.ready();
  expect((await task).widthPx).toBe(4);
  rmSync(folder, { recursive: true });
});

test('nobody waits for children that end again and again, and the first that works is proof enough', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-pool-'));
  const engine = openEngine({ modelsDir: join(folder, 'models') });
  const waiting = engine.examine(commandImage());
  await expect(waiting).rejects.toMatchObject({ code: 'vision_unavailable' });
  expect(engine.status()).toMatchObject({ failing: true, workersReady: 0, queued: 0 });
  const askedMs = performance.now();
  await expect(engine.examine(commandImage())).rejects.toMatchObject({ code: 'vision_unavailable' });
  expect(performance.now() - askedMs).toBeLessThan(50);
  writeFileSync(join(folder, 'models'), '');
  await until(() => engine.status().workersReady === 1);
  expect((await engine.examine(commandImage({ value: 4 }))).widthPx).toBe(4);
  expect(engine.status().failing).toBe(false);
  rmSync(folder, { recursive: true });
});

test('children that die of their first task count as failing until one has finished its own', async () => {
  const engine = await openReadyEngine();
  for (let death = 1; death <= 3; death++) {
    await engine.examine(commandImage({ then: 'abort' })).catch(() => undefined);
    await until(() => engine.status().restarts === death && engine.status().workersReady === 1);
  }
  expect(engine.status().failing).toBe(true);
  await engine.examine(commandImage());
  expect(engine.status().failing).toBe(false);
});

test('there are never more children than workers, even while worn ones are replaced', async () => {
  const engine = await openReadyEngine({ workers: 2, workerMemoryMb: 250 });
  const seen = new Set<number>();
  let most = 0;
  while (seen.size < 5) {
    const tasks = [260, 1].map((allocateMb) => engine.examine(commandImage({ sleepMs: 20, allocateMb })));
    for (const { heightPx } of await Promise.all(tasks)) seen.add(heightPx);
    most = Math.max(most, [...seen].filter(isAlive).length);
  }
  expect(most).toBeLessThanOrEqual(2);
});

test('close() ends a child that hangs at its deadline', async () => {
  const engine = await openReadyEngine({ taskTimeoutMs: 300 });
  const pid = await servingPid(engine);
  const hanging = engine.examine(commandImage({ then: 'hang' }));
  const refused = expect(hanging).rejects.toMatchObject({ code: 'vision_timeout' });
  await engine.close();
  await refused;
  expect(isAlive(pid)).toBe(false);
});

test('a child finishes its task when the whole process group is told to stop', async () => {
  const engine = await openReadyEngine();
  const pid = await servingPid(engine);
  const running = engine.examine(commandImage({ value: 6, sleepMs: 200 }));
  process.kill(pid, 'SIGINT');
  process.kill(pid, 'SIGTERM');
  expect((await running).widthPx).toBe(6);
});

test('a child ends, even in the middle of a task, when its parent is killed', async () => {
  const loader = createRequire(import.meta.url).resolve('tsx');
  const parent = spawn(process.execPath, ['--import', loader, fileURLToPath(orphaningParent)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [printed] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(printed.toString());
  expect(isAlive(pid)).toBe(true);
  parent.kill('SIGKILL');
  await until(() => !isAlive(pid));
});
