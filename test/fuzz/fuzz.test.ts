/** A few seconds of what `npm run fuzz` does for as long as it is told. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Desk, openDesk } from '../http/desk.js';
import { seededRandom } from '../seeded-random.js';
import { fuzzBodies } from './fuzz-bodies.js';
import { fuzzPictures } from './fuzz-pictures.js';

let desk: Desk;

beforeAll(async () => {
  desk = await openDesk({ FACEDESK_RATE_LIMIT_PER_ADDRESS: '0', FACEDESK_VISION_TASK_TIMEOUT_MS: '60000' });
});

afterAll(() => desk.close());

test('mutated pictures are refused or examined, and nothing else', { timeout: 120_000 }, async () => {
  const random = seededRandom();
  const { faults, outcomes } = await fuzzPictures(desk.container.vision, { count: 100, random });
  expect(faults, `FACEDESK_TEST_SEED=${random.seed}`).toEqual([]);
  expect(Object.keys(outcomes).length).toBeGreaterThan(2);
});

test('mutated bodies are answered with 2xx or 4xx, and nothing else', { timeout: 120_000 }, async () => {
  const random = seededRandom();
  const { faults, outcomes } = await fuzzBodies(await desk.listen(), { count: 1000, random });
  expect(faults, `FACEDESK_TEST_SEED=${random.seed}`).toEqual([]);
  expect(outcomes['400']).toBeGreaterThan(0);
});
