import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { featureLength, toFeatures } from '../domain/features.js';
import { EvaluationInputError } from './evaluation-input.js';
import { openFeatureFile } from './feature-file.js';

let folder: string;
const [picture, faceless, other] = [Buffer.from('a photo'), Buffer.from('a wall'), Buffer.from('new')];
const features = toFeatures(Float32Array.from({ length: featureLength }, (_, at) => Math.sin(at)));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-features-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('gives back what was kept, to the last bit, and knows nothing of other pictures', async () => {
  const path = join(folder, 'kept');
  const first = await openFeatureFile(path, 'model-1');
  first.keep(picture, features);
  first.keep(faceless, 'no_face_found');
  await first.save();
  const again = await openFeatureFile(path, 'model-1');
  expect(again.recall(picture)).toEqual(features);
  expect(again.recall(faceless)).toBe('no_face_found');
  expect(again.recall(other)).toBeUndefined();
});

test('is readable by its owner alone', async () => {
  const path = join(folder, 'private');
  await writeFile(path, '{"format":"facedesk-features-1","modelId":"model-1","pictures":{}}', {
    mode: 0o644,
  });
  const file = await openFeatureFile(path, 'model-1');
  await file.save();
  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('forgets the features of another model', async () => {
  const path = join(folder, 'model');
  const first = await openFeatureFile(path, 'model-1');
  first.keep(picture, features);
  await first.save();
  expect((await openFeatureFile(path, 'model-2')).recall(picture)).toBeUndefined();
});

test.each(['photo bytes', '{"format":"other"}', 'null'])('refuses, and leaves alone, %j', async (text) => {
  const path = join(folder, 'something-else');
  await writeFile(path, text);
  await expect(openFeatureFile(path, 'model-1')).rejects.toThrow(EvaluationInputError);
  expect(await readFile(path, 'utf8')).toBe(text);
});
