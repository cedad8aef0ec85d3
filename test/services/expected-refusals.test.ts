/** What `facedesk calibrate` says of refusals: measured on people who are enrolled with several photos, and only on those. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { operatingPoint } from '../../src/domain/calibration.js';
import type { DecisionPolicy } from '../../src/domain/decision.js';
import type { Features } from '../../src/domain/features.js';
import { dlibPrior } from '../../src/domain/model-prior.js';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import { createExactGallery } from '../../src/gallery/index.js';
import { expectedRefusals } from '../../src/services/expected-refusals.js';
import { createGalleryFollower } from '../../src/services/gallery-follower.js';
import { openStore, type Store } from '../../src/store/index.js';
import { testKeys } from '../contract/test-keys.js';
import { MadeUpFaces } from './made-up-faces.js';

const modelId = 'model-under-test';
const prior = dlibPrior;
const policy: DecisionPolicy = {
  ...operatingPoint(null, { people: 0, targetFmr: 1e-2, prior }),
  margin: 0,
  marginOver: new Map(),
  prior,
};

let folder: string;
let store: Store;
let faces: MadeUpFaces;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-refusals-'));
  store = await openStore({ url: `sqlite:${join(folder, 'desk.sqlite')}`, keys: testKeys });
  faces = new MadeUpFaces(4);
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

async function enrol(id: string, photos: readonly Features[]): Promise<void> {
  await store.enrol({
    subjectId: parseSubjectId(id),
    modelId,
    photos: photos.map((features) => ({ features })),
  });
}

async function refusals() {
  const gallery = createExactGallery();
  const vision = { modelId, ready: () => Promise.resolve() };
  await createGalleryFollower({ store, gallery, vision }).catchUp();
  return expectedRefusals({ store, gallery, modelId, policy });
}

it('has nothing to say where nobody is enrolled with two photos', async () => {
  for (let i = 0; i < 20; i++) await enrol(`person-${i}`, [faces.person()]);
  expect(await refusals()).toBeNull();
});

it("counts the photo that is not like the same person's others, and bounds what it did not see", async () => {
  for (let i = 0; i < 60; i++) await enrol(`single-${i}`, [faces.person()]);
  for (let i = 0; i < 9; i++) {
    const person = faces.person();
    await enrol(
      `several-${i}`,
      [0, 1, 2].map(() => faces.photoOf(person)),
    );
  }
  const before = (await refusals())!;
  expect(before).toMatchObject({ people: 9, photos: 27, refused: { value: 0, low: 0 } });
  expect(before.refused.high).toBeCloseTo(3 / 9, 12);

  // Three photos of one person and one of another, under one id.
  const person = faces.person();
  await enrol('mixed', [...[0, 1, 2].map(() => faces.photoOf(person)), faces.person()]);
  const after = (await refusals())!;
  expect(after).toMatchObject({ people: 10, photos: 31 });
  expect(after.refused.value).toBeGreaterThanOrEqual(1 / 31);
  expect(after.refused.high).toBeGreaterThan(after.refused.value);
});
