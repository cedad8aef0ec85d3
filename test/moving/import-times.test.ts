/** An import tells where its time went, of what its parts really did. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ImportTimes, type StageTime } from '../../src/services/moving/import-times.js';
import { readPhotoFolder } from '../../src/services/moving/photo-source.js';
import { face } from '../faces.js';
import { type OpenServices, openServices } from './services.js';

let folder: string;
let services: OpenServices;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-times-'));
  services = await openServices();
  await writeFile(join(folder, 'A_20230101080000.jpg'), await face('anna'));
  await writeFile(join(folder, 'B_20230101080000.jpg'), await face('bella'));
  await writeFile(join(folder, 'N_20230101080000.jpg'), await face('nobody'));
  await writeFile(join(folder, 'T_20230101080000.jpg'), 'no picture at all');
});
afterEach(async () => {
  await services.dispose();
  await rm(folder, { recursive: true });
});

/** Each stage's times, and how long the import took in milliseconds. */
async function run(mode: 'look' | 'write'): Promise<{ stages: Map<string, StageTime>; tookMs: number }> {
  const times = new ImportTimes();
  const source = await readPhotoFolder(folder);
  const startMs = performance.now();
  const report = await services.photoImport.run({ source, mode, disputes: 'hold', times });
  expect(report).toMatchObject({ enrolled: 2, photosExamined: 4 });
  const stages = times.stages();
  return {
    stages: new Map(stages.map((time) => [time.stage, time])),
    tookMs: performance.now() - startMs,
  };
}

test('with how often each stage was done, shares that make a whole, and no more time than there was', async () => {
  const { stages, tookMs } = await run('write');
  const counts = Object.fromEntries([...stages].map(([stage, { count }]) => [stage, count]));
  expect(counts).toMatchObject({ fill: 1, read: 4, wait: 3, decode: 3, detect: 3, embed: 2, duplicates: 2 });
  // Each of the four ids is looked up, and the two with a face are written.
  expect(counts['store']).toBe(6);
  const work = [...stages.values()].filter(({ stage }) => stage !== 'wait');
  expect(work.reduce((sum, { share }) => sum + share!, 0)).toBeCloseTo(1, 6);
  expect(stages.get('wait')!.share).toBeNull();
  for (const { medianMs, totalMs } of stages.values()) expect(totalMs).toBeGreaterThanOrEqual(medianMs);
  // The one worker does one picture at a time.
  const inWorker = ['decode', 'detect', 'landmarks', 'measure', 'align', 'embed', 'keep'];
  const workedMs = inWorker.reduce((sum, stage) => sum + (stages.get(stage)?.totalMs ?? 0), 0);
  expect(workedMs).toBeGreaterThan(stages.get('embed')!.totalMs);
  expect(workedMs).toBeLessThan(tookMs);
}, 120_000);

test('of a dry run without what it does not do', async () => {
  const { stages } = await run('look');
  expect(stages.has('keep')).toBe(false);
  expect(stages.get('embed')!.count).toBe(2);
  // Looked up, and nothing written.
  expect(stages.get('store')!.count).toBe(4);
}, 120_000);
