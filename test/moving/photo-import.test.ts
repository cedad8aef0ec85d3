/** People move in from folders of photos: whom the import enrols, with which photo, and what it says of every other one. */
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import type { ImportReport } from '../../src/services/moving/import-report.js';
import type { PhotoImportRequest } from '../../src/services/moving/photo-import.js';
import { readPhotoCsv, readPhotoFolder } from '../../src/services/moving/photo-source.js';
import { blurred, face, retaken } from '../faces.js';
import { type OpenServices, openServices } from './services.js';

let folder: string;
let services: OpenServices;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-photos-'));
  services = await openServices();
});
afterEach(async () => {
  await services.dispose();
  await rm(folder, { recursive: true });
});

async function put(photos: Record<string, Promise<Uint8Array> | string>): Promise<void> {
  for (const [path, content] of Object.entries(photos)) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, await content);
  }
}

async function run(options: Partial<PhotoImportRequest> = {}): Promise<ImportReport> {
  const source = options.source ?? (await readPhotoFolder(folder));
  return services.photoImport.run({ mode: 'write', disputes: 'hold', ...options, source });
}

/** "photo: verdict", and whom it shows besides. */
function verdicts({ rows }: ImportReport): string[] {
  return rows.map(({ photo, verdict, sameFaceAs }) =>
    [`${photo}: ${verdict}`, ...sameFaceAs.map((id) => `= ${id}`)].join(' '),
  );
}

const enrolled = async (): Promise<string[]> =>
  (await services.records()).filter(({ templates }) => templates.length > 0).map(({ id }) => id);

describe("the old service's folder", { timeout: 120_000 }, () => {
  test('each photo gets the verdict that it deserves, and a dry run says the same and writes nothing', async () => {
    await put({
      'B21_20230101080000.jpg': face('anna'),
      'B21_20230301080000.jpg': face('annaAgain'),
      'B21_20230401080000.jpg': face('bella'),
      'A_B_20230201080000.jpg': face('bella'),
      'again_20230501080000.jpg': retaken('anna'),
      'blur_20230103080000.jpg': blurred('dora', 14),
      'carla_20230102080000.jpg': face('nobody'),
      'carla_20230103080000.jpg': face('carla'),
      'crowd_20230103080000.jpg': face('twoPeople'),
      'torn_20230106080000.jpg': 'no picture at all',
      'nodate.jpg': face('dora'),
      'notes.txt': 'whatever',
    });
    const expected = (good: string) => [
      `A_B_20230201080000.jpg: ${good}`,
      `B21_20230101080000.jpg: ${good} = again`,
      'B21_20230301080000.jpg: same_person',
      'B21_20230401080000.jpg: after_refused_registration = A_B',
      `again_20230501080000.jpg: ${good} = B21`,
      'blur_20230103080000.jpg: photo_blurred',
      'carla_20230102080000.jpg: no_face_found',
      `carla_20230103080000.jpg: ${good}`,
      'crowd_20230103080000.jpg: several_faces_found',
      'torn_20230106080000.jpg: image_unreadable',
      'nodate.jpg: not_understood',
      'notes.txt: not_understood',
    ];
    const look = await run({ mode: 'look' });
    expect(verdicts(look)).toEqual(expected('would_enrol'));
    expect(look).toMatchObject({ layout: 'legacy', enrolled: 4, leftOut: 3, sameFacePairs: 1 });
    expect(await services.records()).toEqual([]);

    expect(verdicts(await run())).toEqual(expected('enrolled'));
    const kept = (await services.records()).map(({ id, timestamp, photos }) => [
      id,
      timestamp,
      photos.map(({ fileName }) => fileName),
    ]);
    expect(kept.toSorted()).toEqual([
      ['A_B', '2023-02-01T08:00:00', ['A_B_20230201080000.jpg']],
      ['B21', '2023-01-01T08:00:00', ['B21_20230101080000.jpg']],
      ['again', '2023-05-01T08:00:00', ['again_20230501080000.jpg']],
      ['carla', '2023-01-03T08:00:00', ['carla_20230103080000.jpg']],
    ]);
    const verification = await services.verification.verify({
      id: 'b21',
      image: await face('anna'),
      origin: null,
    });
    expect(verification.outcome).toBe('match');
    const other = await services.verification.verify({ id: 'B21', image: await face('bella'), origin: null });
    expect(other.outcome).toBe('nonMatch');
  });

  test('an id whose photos contradict one another is held back, until it is said whom to trust', async () => {
    await put({
      'X_20230103080000.jpg': face('dora'),
      'X_20230104080000.jpg': face('emma'),
      'X_20230105080000.jpg': retaken('emma'),
    });
    expect((await run()).verdicts).toEqual({ disputed: 3 });
    expect(await enrolled()).toEqual([]);
    expect(verdicts(await run({ disputes: 'majority', mode: 'look' }))).toEqual([
      'X_20230103080000.jpg: unlike_reference',
      'X_20230104080000.jpg: would_enrol',
      'X_20230105080000.jpg: same_person',
    ]);
    expect(verdicts(await run({ disputes: 'oldest' }))).toEqual([
      'X_20230103080000.jpg: enrolled',
      'X_20230104080000.jpg: after_refused_registration',
      'X_20230105080000.jpg: after_refused_registration',
    ]);
  });

  test('a second run examines nothing again; who was deleted since comes in again', async () => {
    await put({
      'A_20230101080000.jpg': face('anna'),
      'B_20230101080000.jpg': face('nobody'),
      'C_20230101080000.jpg': face('carla'),
    });
    expect(await run()).toMatchObject({ enrolled: 2, photosExamined: 3 });
    const second = await run();
    expect(second).toMatchObject({ enrolled: 0, alreadyEnrolled: 2, photosExamined: 0 });
    expect(verdicts(second)).toEqual([
      'A_20230101080000.jpg: already_enrolled',
      'B_20230101080000.jpg: no_face_found',
      'C_20230101080000.jpg: already_enrolled',
    ]);
    await services.store.deleteSubject(parseSubjectId('a').key);
    expect(await run()).toMatchObject({ enrolled: 1, alreadyEnrolled: 1, photosExamined: 1 });
  });

  test('a photo that was exchanged is examined again', async () => {
    await put({ 'A_20230101080000.jpg': face('nobody') });
    expect(await run()).toMatchObject({ enrolled: 0, photosExamined: 1 });
    await put({ 'A_20230101080000.jpg': face('anna') });
    expect(await run()).toMatchObject({ enrolled: 1, photosExamined: 1 });
  });

  test('what is left beside the database names nobody', async () => {
    await put({ 'Marker77_20230101080000.jpg': face('nobody') });
    await run();
    const journal = join(services.dataDir, 'import-journal.ndjson');
    expect(await readFile(journal, 'utf8')).toMatch(/^\["[0-9a-f]{64}","no_face_found"\]\n$/);
    expect((await stat(journal)).mode & 0o777).toBe(0o600);
  });
});

describe('with the old table of users', { timeout: 120_000 }, () => {
  const users = [
    { id: 'Ann_1', timestamp: '2022-05-06T07:08:09' },
    { id: 'blind', timestamp: '2022-01-01T00:00:00' },
    { id: 'faceless', timestamp: null },
  ];

  test('users keep their spelling and time, photos of others are left alone, users without a face stay users', async () => {
    await put({
      'ann_1_20230101080000.jpg': face('anna'),
      'gone_20230101080000.jpg': face('bella'),
      'faceless_20230101080000.jpg': face('nobody'),
    });
    const report = await run({ users });
    expect(verdicts(report)).toEqual([
      'ann_1_20230101080000.jpg: enrolled',
      ': user_without_photo',
      'faceless_20230101080000.jpg: no_face_found',
      'gone_20230101080000.jpg: not_a_user',
    ]);
    expect(report).toMatchObject({ ids: 3, enrolled: 1, leftOut: 2, usersWithoutFace: 2 });
    const kept = (await services.records()).map(({ id, timestamp, templates }) => [
      id,
      timestamp,
      templates.length,
    ]);
    expect(kept).toEqual([
      ['blind', '2022-01-01T00:00:00', 0],
      ['Ann_1', '2022-05-06T07:08:09', 1],
      ['faceless', expect.any(String), 0],
    ]);
    expect(await run({ users })).toMatchObject({ enrolled: 0, alreadyEnrolled: 1, photosExamined: 0 });
    expect((await services.records()).length).toBe(3);
  });
});

describe('other layouts', { timeout: 120_000 }, () => {
  test('a folder per person is found by itself, with pickles left closed', async () => {
    await put({
      'Ann/1.jpg': face('anna'),
      'Ann/deeper/2.jpg': face('annaAgain'),
      'Bob_7/x.jpg': face('bella'),
      'ds_model_vggface_v3.pkl': 'a pickle',
    });
    const report = await run();
    expect(report).toMatchObject({ layout: 'folders', enrolled: 2, leftOut: 0 });
    expect(report.notes).toEqual([expect.stringContaining('One .pkl file was not opened')]);
    expect((await enrolled()).toSorted()).toEqual(['Ann', 'Bob_7']);
  });

  test('a list gives any id to any photo, with a time where it has one', async () => {
    await put({
      'a.jpg': face('anna'),
      'list.csv': 'photo,id,timestamp\na.jpg,"x, ""y""/7",2023-04-05 06:07:08.5\nmissing.jpg,Bob,\n',
    });
    const report = await run({ source: await readPhotoCsv(join(folder, 'list.csv')) });
    expect(verdicts(report)).toEqual(['missing.jpg: file_unreadable', 'a.jpg: enrolled']);
    expect(await services.records()).toMatchObject([{ id: 'x, "y"/7', timestamp: '2023-04-05T06:07:08' }]);
  });

  test('a folder without photos is refused', async () => {
    await put({ 'notes.txt': 'nothing' });
    await expect(readPhotoFolder(folder)).rejects.toThrow(/does not hold/);
    await expect(readPhotoFolder(join(folder, 'nowhere'))).rejects.toThrow(/ENOENT/);
  });
});
