/** The gallery stays true to a real database, whoever writes it: this process, another, or both at once. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { featureLength, toFeatures, type Features } from '../../src/domain/features.js';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import { createExactGallery, type Gallery } from '../../src/gallery/index.js';
import { createGalleryFollower, type GalleryFollower } from '../../src/services/gallery-follower.js';
import { openStore, type Store } from '../../src/store/index.js';
import { testKeys } from '../contract/test-keys.js';

const modelId = 'model-under-test';
let folder: string;
let mine: Store;
let another: Store;
let gallery: Gallery;
let follower: GalleryFollower;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-follower-'));
  const url = `sqlite:${join(folder, 'desk.sqlite')}`;
  mine = await openStore({ url, keys: testKeys });
  another = await openStore({ url, keys: testKeys });
  gallery = createExactGallery();
  follower = createGalleryFollower({
    store: mine,
    gallery,
    vision: { modelId, ready: () => Promise.resolve() },
  });
});
afterEach(async () => {
  await mine.close();
  await another.close();
  await rm(folder, { recursive: true });
});

const pointAt = (value: number): Features => toFeatures(new Float32Array(featureLength).fill(value));
const enrol = (store: Store, id: string, value: number, model = modelId) =>
  store.enrol({ subjectId: parseSubjectId(id), modelId: model, photos: [{ features: pointAt(value) }] });

test('it is filled with what is there, under its own model only', async () => {
  const { subjectNo } = await enrol(mine, 'a', 1);
  await enrol(mine, 'b', 2, 'another-model');
  expect(follower.filled).toBe(false);
  expect(await follower.search(pointAt(1), 5)).toMatchObject([{ subjectNo }]);
  expect(follower.filled).toBe(true);
});

test('what another process enrols and deletes is seen by the very next search', async () => {
  await follower.catchUp();
  const { subjectNo } = await enrol(another, 'a', 1);
  expect(await follower.search(pointAt(1), 5)).toMatchObject([{ subjectNo }]);
  await another.deleteSubject(parseSubjectId('A').key);
  expect(await follower.search(pointAt(1), 5)).toEqual([]);
});

test('searches, enrolments and deletions at once never bring a deleted template back', async () => {
  await follower.catchUp();
  await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      // One connection: SQLite's calls are synchronous, so two in one process would wait for each other in vain.
      await enrol(mine, `id-${i}`, i);
      await follower.search(pointAt(i), 2);
      if (i % 4 < 2) await mine.deleteSubject(parseSubjectId(`id-${i}`).key);
      await follower.search(pointAt(i), 2);
    }),
  );
  await follower.catchUp();
  expect([gallery.subjectCount, gallery.templateCount]).toEqual([20, 20]);
});

test('a database that fails leaves the gallery as it was, and the next search tries again', async () => {
  await enrol(mine, 'a', 1);
  const other = createGalleryFollower({
    store: mine,
    gallery,
    vision: { modelId, ready: failingOnce() },
  });
  await expect(other.search(pointAt(1), 1)).rejects.toThrow('not yet');
  expect(await other.search(pointAt(1), 1)).toHaveLength(1);
});

function failingOnce(): () => Promise<void> {
  let calls = 0;
  return () => (calls++ === 0 ? Promise.reject(new Error('not yet')) : Promise.resolve());
}
