/** People with several photos, and faces under several ids: whole services on real nets and a real database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/index.js';
import { createContainer, type Container } from '../../src/container.js';
import { createLogger } from '../../src/observability/logger.js';
import { blurred, face, type FaceName, retaken } from '../faces.js';

let folder: string;
let container: Container;
const logLines: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-photos-'));
  const env = {
    FACEDESK_DATA_DIR: folder,
    FACEDESK_VISION_WORKERS: '1',
    // Whoever tests this beside other suites is patient.
    FACEDESK_VISION_TASK_TIMEOUT_MS: '60000',
    FACEDESK_VISION_QUEUE_TIMEOUT_MS: '120000',
  };
  const log = createLogger({ level: 'debug', destination: { write: (line) => void logLines.push(line) } });
  container = await createContainer(loadConfig({ env }), log);
  await container.vision.ready();
}, 120_000);
afterAll(async () => {
  await container.close();
  await rm(folder, { recursive: true });
});

const verify = async (id: string, image: Uint8Array) =>
  (await container.verification.verify({ id, image, origin: null })).outcome;
const idsOfAll = async () => {
  const ids: string[] = [];
  for await (const { id } of container.subjects.list()) ids.push(id);
  return ids;
};

test('of several photos the good ones are enrolled, and of each other one it is said why not', async () => {
  const images = [await face('anna'), await face('nobody'), await face('annaAgain'), await face('bella')];
  const { photos, subject } = await container.enrolment.register({ id: 'anna', images });
  expect(photos.map(({ accepted, code }) => code ?? accepted)).toEqual([
    true,
    'no_face_found',
    true,
    'photos_disagree',
  ]);
  expect(photos.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  expect(photos[1]!.findings).toMatchObject([{ code: 'no_face_found' }]);
  for (const { quality } of [photos[0]!, photos[2]!]) {
    expect(quality).toBeGreaterThan(0);
    expect(quality).toBeLessThanOrEqual(100);
  }
  expect(subject.templateCount).toBe(2);
  const listed = await container.photos.list('ANNA');
  expect(listed.map(({ photoNo }) => photoNo)).toEqual([photos[0]!.photoNo, photos[2]!.photoNo]);
  expect((await container.photos.read('anna', photos[0]!.photoNo!)).kind).toBe('crop');
  expect(await verify('anna', await retaken('annaAgain'))).toBe('match');
  expect(await verify('anna', await face('bella'))).toBe('nonMatch');
}, 120_000);

test('photos of which none is in the majority enrol nobody', async () => {
  const images = [await face('bella'), await face('carla')];
  const refused = container.enrolment.register({ id: 'mixed', images });
  await expect(refused).rejects.toMatchObject({
    code: 'photos_disagree',
    context: { photos: [{ code: 'photos_disagree' }, { code: 'photos_disagree' }] },
  });
  expect(await idsOfAll()).not.toContain('mixed');
}, 60_000);

test.each([0, 11])('%i photos at once are refused before any of them is looked at', async (count) => {
  const images = Array.from({ length: count }, () => Buffer.from('no picture'));
  await expect(container.enrolment.register({ id: 'many', images })).rejects.toMatchObject({
    code: 'too_many_photos',
  });
});

test('photos are added, read and removed later, and the last one stays', async () => {
  const { photos } = await container.enrolment.register({ id: 'carla', images: [await face('carla')] });
  const first = photos[0]!.photoNo!;
  const added = await container.photos.add('carla', {
    images: [await retaken('carla'), await face('dora'), await blurred('carla', 30)],
  });
  expect(added[0]).toMatchObject({ index: 0, accepted: true });
  expect(added[1]).toMatchObject({ index: 1, accepted: false, code: 'photos_disagree' });
  expect(added[2]!.accepted).toBe(false);
  await container.photos.remove('carla', first);
  expect(await container.photos.list('carla')).toMatchObject([{ photoNo: added[0]!.photoNo }]);
  await expect(container.photos.read('carla', first)).rejects.toMatchObject({ code: 'photo_not_found' });
  await expect(container.photos.remove('carla', first)).rejects.toMatchObject({ code: 'photo_not_found' });
  const last = container.photos.remove('carla', added[0]!.photoNo!);
  await expect(last).rejects.toMatchObject({ code: 'last_photo' });
  expect(await verify('carla', await face('carla'))).toBe('match');
}, 120_000);

test('a photo of somebody else alone is not added, and of nobody there is none', async () => {
  const adding = container.photos.add('carla', { images: [await face('dora')] });
  await expect(adding).rejects.toMatchObject({ code: 'photos_disagree' });
  await expect(container.photos.list('nobody')).rejects.toMatchObject({ code: 'user_not_found' });
}, 60_000);

test('own photos are no strangers to one another: a second one does not hold back a match', async () => {
  await container.photos.add('anna', { images: [await retaken('anna')] });
  expect(await verify('anna', await face('anna'))).toBe('match');
  expect(await container.duplicates.list()).toEqual([]);
}, 60_000);

test('a face under a second id is enrolled, noted by numbers, listed, and settled by who looks', async () => {
  const { subject, similar } = await container.enrolment.register({
    id: 'anna-twice',
    images: [await retaken('anna')],
  });
  expect(similar).toMatchObject([{ id: 'anna' }]);
  const line = logLines.find((one) => one.includes('looks enrolled under another id'))!;
  expect(JSON.parse(line)).toMatchObject({
    subjectNo: subject.subjectNo,
    similarTo: [similar[0]!.subjectNo],
  });
  expect(line).not.toContain('anna');
  const [pair, ...others] = await container.duplicates.list();
  expect(others).toEqual([]);
  expect(pair).toMatchObject({ ids: ['anna', 'anna-twice'], kind: 'duplicate', noted: true });

  const subjects = ['anna-twice', 'ANNA'] as const;
  await container.duplicates.settle({ subjects, verdict: 'notSamePerson' });
  expect(await container.duplicates.list()).toEqual([]);
  await container.duplicates.settle({ subjects, verdict: 'open' });
  expect(await container.duplicates.list()).toHaveLength(1);
  const alone = container.duplicates.settle({ subjects: ['anna', 'Anna'], verdict: 'notSamePerson' });
  await expect(alone).rejects.toMatchObject({ code: 'id_invalid' });
}, 120_000);

test('where duplicates are refused, of parallel registrations of one face under two ids one passes', async () => {
  const images: [FaceName, Buffer][] = [
    ['emma', await face('emma')],
    ['emma', await retaken('emma')],
    ['emma', await face('emma')],
  ];
  const outcomes = await Promise.allSettled(
    images.map(([, image], i) =>
      container.enrolment.register({ id: `emma-${i}`, images: [image], onDuplicate: 'refuse' }),
    ),
  );
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected')
      expect(outcome.reason).toMatchObject({ code: 'face_already_enrolled' });
  }
  expect((await idsOfAll()).filter((id) => id.startsWith('emma'))).toHaveLength(1);
}, 120_000);

test('where duplicates are allowed, nobody looks', async () => {
  const request = { id: 'anna-thrice', images: [await face('anna')], onDuplicate: 'allow' as const };
  expect((await container.enrolment.register(request)).similar).toEqual([]);
}, 60_000);
