/** A gallery that changes its model and back: whole services on real nets, with a model pack made here. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { createContainer, installPack, type Container } from '../../src/container.js';
import { createLogger } from '../../src/observability/logger.js';
import { face, type FaceName } from '../faces.js';
import { writeTinyPack } from '../vision/tiny-pack.js';

let folder: string;
let container: Container;
let logLines: string[];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-change-'));
  const { manifest, file } = await writeTinyPack(folder);
  await installPack(join(folder, 'models'), manifest, { from: file });
});
afterAll(() => rm(folder, { recursive: true }));
afterEach(() => container.close());

async function start(data: string, env: Record<string, string> = {}): Promise<void> {
  logLines = [];
  const config = loadConfig({
    env: {
      FACEDESK_DATA_DIR: join(folder, data),
      FACEDESK_MODELS_DIR: join(folder, 'models'),
      FACEDESK_VISION_WORKERS: '1',
      ...env,
    },
  });
  const log = createLogger({ level: 'info', destination: { write: (line) => void logLines.push(line) } });
  container = await createContainer(config, log);
  await container.vision.ready();
  await container.modelChange.warnOfOthers();
}

async function restart(data: string, env: Record<string, string> = {}): Promise<void> {
  await container.close();
  await start(data, env);
}

const register = async (id: string) =>
  container.enrolment.register({ id, images: [await face(id as FaceName)] });
const outcomeOf = async (id: string, photo: FaceName) =>
  (await container.verification.verify({ id, image: await face(photo), origin: null })).outcome;
const warnings = () => logLines.filter((line) => line.includes('of another model are not used'));

test('a pack makes the features: registering and verifying work, and the built-in model is back when it is chosen', async () => {
  await start('pack', { FACEDESK_MODEL: 'tiny' });
  expect(container.vision.modelId).toMatch(/^tiny:[0-9a-f]{12}:[0-9a-f]{12}$/);
  expect(container.vision.prior.typicalStrangersMean).toBe(-0.3);
  for (const id of ['anna', 'bella', 'carla']) await register(id);
  expect(await outcomeOf('anna', 'anna')).toBe('match');
  expect(await outcomeOf('anna', 'bella')).toBe('nonMatch');
  expect(warnings()).toEqual([]);

  await restart('pack');
  expect(container.vision.modelId).toMatch(/^dlib-resnet-v1:[0-9a-f]{12}:two-mesh-chips-mirrored-unit-1$/);
  expect(warnings()).toHaveLength(1);
  expect(await outcomeOf('anna', 'anna')).toBe('nonMatch');
  await register('dora');
  expect(await outcomeOf('dora', 'dora')).toBe('match');

  await restart('pack', { FACEDESK_MODEL: 'tiny' });
  expect(await outcomeOf('anna', 'anna')).toBe('match');
  expect(await outcomeOf('dora', 'dora')).toBe('nonMatch');
}, 120_000);

test('people enrolled at one effort are told of at another, and their kept photos bring them over', async () => {
  await start('effort');
  for (const id of ['anna', 'bella', 'emma']) await register(id);

  await restart('effort', { FACEDESK_EMBEDDING: 'fast' });
  expect(warnings()[0]).toContain('3 templates of another model are not used');
  expect(warnings()[0]).toContain('facedesk models reembed');
  expect(await outcomeOf('anna', 'annaAgain')).toBe('nonMatch');

  const seen: string[] = [];
  const onProgress = (done: number, total: number) => void seen.push(`${done}/${total}`);
  const none = { withoutPhoto: [], withoutFace: [] };
  expect(await container.modelChange.reembed({ onProgress })).toEqual({ added: 3, ...none });
  expect(seen).toEqual(['1/3', '2/3', '3/3']);
  expect(await outcomeOf('anna', 'annaAgain')).toBe('match');
  expect(await outcomeOf('bella', 'annaAgain')).toBe('nonMatch');
  expect(await container.modelChange.reembed()).toEqual({ added: 0, ...none });

  await restart('effort');
  expect(warnings()).toEqual([]);
  expect(await outcomeOf('anna', 'annaAgain')).toBe('match');
}, 120_000);

test('people of whom no photo was kept are named', async () => {
  await start('no-photos', { FACEDESK_KEEP_PHOTOS: 'none' });
  await register('anna');
  await restart('no-photos', { FACEDESK_EMBEDDING: 'thorough' });
  expect(await container.modelChange.reembed()).toEqual({
    added: 0,
    withoutPhoto: ['anna'],
    withoutFace: [],
  });
  expect(await container.modelChange.enrolledElsewhere()).toMatchObject([{ people: 1, templates: 1 }]);
}, 120_000);
