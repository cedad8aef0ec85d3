/** The drill on folders of pictures, with the real engine. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { drillText } from '../../src/cli/spoof-drill.js';
import { EvaluationInputError } from '../../src/services/evaluation-input.js';
import { runSpoofDrill } from '../../src/services/spoof-drill.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { face } from '../faces.js';
import { openRealEngine } from '../vision/real-engine.js';
import { simulateAttack, simulateLive } from '../vision/simulated-attacks.js';

// Attacks are made pixel by pixel, and other suites may hold the processors.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let vision: VisionEngine;
let folder: string;
const at = (...names: string[]) => join(folder, ...names);
beforeAll(async () => {
  vision = await openRealEngine(1);
  folder = await mkdtemp(join(tmpdir(), 'facedesk-drill-'));
  const surroundings = await face('nobody');
  for (const name of ['live', 'attacks/phone', 'attacks/nothing-special', 'empty'])
    await mkdir(at(name), { recursive: true });
  for (const name of ['anna', 'bella', 'dora'] as const)
    await writeFile(at('live', `${name}.jpg`), await simulateLive(await face(name), 1));
  await writeFile(at('live', 'nobody.jpg'), surroundings);
  await writeFile(at('live', 'damaged.jpg'), 'no picture');
  for (const seed of [5, 6]) {
    const photo = await face('carla');
    await writeFile(
      at('attacks/phone', `${seed}.jpg`),
      await simulateAttack('screen-close', { photo, surroundings, seed }),
    );
  }
  // A species that cannot be told from the living, because it is alive.
  await writeFile(at('attacks/nothing-special', 'a.jpg'), await simulateLive(await face('emma'), 3));
});
afterAll(async () => {
  await vision.close();
  await rm(folder, { recursive: true });
});

test('counts errors for each species apart, and pictures without an answer in neither', async () => {
  const seen: [number, number][] = [];
  const report = await runSpoofDrill(vision, {
    live: at('live'),
    attacks: at('attacks'),
    bar: 1,
    maxBpcer: 0,
    onProgress: (done, total) => seen.push([done, total]),
  });
  expect(seen.at(-1)).toEqual([8, 8]);
  expect(report.live).toMatchObject({ noAnswer: 2, signs: {}, bpcer: { errors: 0, count: 3, value: 0 } });
  expect(report.live.bpcer.high).toBeCloseTo(0.7076, 3);
  expect(report.species.map(({ name, apcer: { errors, count } }) => [name, errors, count])).toEqual([
    ['nothing-special', 1, 1],
    ['phone', 0, 2],
  ]);
  expect(report.species[1]!.signs).toMatchObject({ screen_or_print_raster: 2 });
  expect(report.suggested!.bpcer.errors).toBe(0);
  expect(report.suggested!.bar).toBeLessThan(1);
  const text = drillText(report);
  expect(text).toContain(`FACEDESK_ATTACK_BAR=${report.suggested!.bar}`);
  expect(text).toMatch(/nothing-special not noticed \(APCER\) +1 +0 +1 +100\.0 %/);
});

test('takes pictures that lie in the folder itself for one species', async () => {
  const { species } = await runSpoofDrill(vision, {
    live: at('live'),
    attacks: at('attacks', 'phone'),
    bar: 1,
    maxBpcer: 0,
  });
  expect(species.map(({ name }) => name)).toEqual(['phone']);
});

test.each(['missing', 'empty'])('says that a folder is %s', async (name) => {
  const request = { live: at('live'), attacks: at(name), bar: 1, maxBpcer: 0 };
  await expect(runSpoofDrill(vision, request)).rejects.toThrow(EvaluationInputError);
  await expect(runSpoofDrill(vision, request)).rejects.toThrow(at(name));
});
