/** People move from one facedesk to another by a file: as they were, or not at all. */
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { featureLength, toFeatures } from '../../src/domain/features.js';
import type { ImportReport } from '../../src/services/moving/import-report.js';
import type { SubjectRecord } from '../../src/store/index.js';
import { face } from '../faces.js';
import { findServer } from '../servers/find-server.js';
import { TestServer } from '../servers/test-server.js';
import { type OpenServices, openServices } from './services.js';

let folder: string;
let from: OpenServices;
const opened: OpenServices[] = [];

async function open(url?: string): Promise<OpenServices> {
  const services = await openServices(url);
  opened.push(services);
  return services;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-transfer-'));
  from = await open();
});
afterEach(async () => {
  for (const services of opened.splice(0)) await services.dispose();
  await rm(folder, { recursive: true });
});

const features = (value: number) => toFeatures(new Float32Array(featureLength).fill(value));
const file = (name = 'people.ndjson'): string => join(folder, name);

function recordOf(id: string, modelId: string, jpeg?: Uint8Array): SubjectRecord {
  const createdAt = '2023-07-23T12:34:56';
  return {
    id: id as SubjectRecord['id'],
    timestamp: createdAt,
    templates: [{ modelId, features: features(0.1 * id.length), createdAt }],
    photos:
      jpeg === undefined ? [] : [{ fileName: `${id}_20230723123456.jpg`, kind: 'crop', jpeg, createdAt }],
  };
}

async function fillIn(services: OpenServices): Promise<void> {
  await services.vision.ready();
  const { modelId } = services.vision;
  await services.enrolment.register({ id: 'Anna', images: [await face('anna')] });
  await services.store.restore(recordOf('A_B', modelId, await face('bella')));
  await services.store.restore({ ...recordOf('ü/7 🙂', modelId), templates: [] });
  await services.store.restore(recordOf("' OR 1=1", modelId));
}

const bringIn = (services: OpenServices, name?: string): Promise<ImportReport> =>
  services.subjectTransfer.importFrom({ file: file(name), mode: 'write', lostFaces: 'refuse' });

describe('from one database to another', { timeout: 120_000 }, () => {
  test('everybody comes in as they were, once, and is recognised there', async () => {
    await fillIn(from);
    expect(await from.subjectTransfer.exportTo(file())).toMatchObject({
      ...{ file: file(), subjects: 4, templates: 3, photos: 2, damaged: 0 },
    });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    const to = await open();
    const look = await to.subjectTransfer.importFrom({ file: file(), mode: 'look', lostFaces: 'refuse' });
    expect(look).toMatchObject({ dryRun: true, enrolled: 3, leftOut: 1 });
    expect(await to.records()).toEqual([]);
    expect(await bringIn(to)).toMatchObject({ enrolled: 3, alreadyEnrolled: 0, leftOut: 1 });
    expect(await to.records()).toEqual(await from.records());
    expect(await bringIn(to)).toMatchObject({ enrolled: 0, alreadyEnrolled: 4, leftOut: 0 });
    expect(await to.records()).toEqual(await from.records());
    expect((await to.identification.identify({ image: await face('anna'), limit: 1 }))[0]).toMatchObject({
      id: 'Anna',
    });
  });

  test('a folder gets a file of its own, and a file that is there is not overwritten', async () => {
    await fillIn(from);
    const { file: written } = await from.subjectTransfer.exportTo(folder);
    expect(written).toMatch(/facedesk-\d{14}\.ndjson$/);
    await expect(from.subjectTransfer.exportTo(written)).rejects.toThrow(/not overwritten/);
  });

  const servers = (['MariaDB', 'PostgreSQL'] as const).filter((name) => findServer(name) !== undefined);
  test.skipIf(servers.length < 2)(
    'SQLite to MariaDB to PostgreSQL and back to SQLite ends equal',
    async () => {
      await fillIn(from);
      const [mariadb, postgres] = [await TestServer.start('MariaDB'), await TestServer.start('PostgreSQL')];
      try {
        let last = from;
        for (const [step, url] of [
          await mariadb.createDatabase(),
          await postgres.createDatabase(),
          undefined,
        ].entries()) {
          await last.subjectTransfer.exportTo(file(`${step}.ndjson`));
          last = await open(url);
          await bringIn(last, `${step}.ndjson`);
        }
        expect(last.store.engine).toMatch(/^SQLite/);
        const bytes = (records: SubjectRecord[]) =>
          records.map((record) => ({
            ...record,
            photos: record.photos.map((photo) => ({ ...photo, jpeg: [...photo.jpeg] })),
          }));
        expect(bytes(await last.records())).toEqual(bytes(await from.records()));
      } finally {
        for (const services of opened.splice(0)) await services.dispose();
        await Promise.all([mariadb.dispose(), postgres.dispose()]);
      }
    },
  );
});

test(
  'nothing of a damaged file is taken, and the sentence names the entry',
  { timeout: 120_000 },
  async () => {
    for (const id of ['a', 'b', 'c']) await from.store.restore(recordOf(id, 'a-model'));
    await from.subjectTransfer.exportTo(file());
    const text = await readFile(file(), 'utf8');
    await writeFile(file('bad.ndjson'), text.replace('"id":"c"', '"id":"d"'));
    const to = await open();
    await expect(bringIn(to, 'bad.ndjson')).rejects.toThrow('Entry 3 (line 4) is damaged.');
    expect(await to.records()).toEqual([]);
  },
);

describe('templates of another model', { timeout: 120_000 }, () => {
  test('are made anew from the kept photo', async () => {
    await from.store.restore(recordOf('Anna', 'another-model', await face('anna')));
    await from.subjectTransfer.exportTo(file());
    const to = await open();
    const report = await bringIn(to);
    expect(report).toMatchObject({ enrolled: 1, leftOut: 0, photosExamined: 1 });
    expect(report.notes).toEqual([expect.stringContaining('made from their kept photos')]);
    const [record] = await to.records();
    expect(record!.templates.map(({ modelId }) => modelId)).toEqual(['another-model', to.vision.modelId]);
    expect(
      (await to.verification.verify({ id: 'anna', image: await face('anna'), origin: null })).outcome,
    ).toBe('match');
  });

  test('without a photo are refused, unless their people shall enrol again', async () => {
    await from.store.restore(recordOf('lost', 'another-model'));
    await from.subjectTransfer.exportTo(file());
    const to = await open();
    await expect(bringIn(to)).rejects.toThrow(/^1 of 1 people have templates of another model.*entry 1\./);
    expect(await to.records()).toEqual([]);
    const request = { file: file(), mode: 'write', lostFaces: 'enrol again' } as const;
    expect(await to.subjectTransfer.importFrom(request)).toMatchObject({ enrolled: 0, leftOut: 1 });
    expect(await to.records()).toMatchObject([
      { id: 'lost', timestamp: '2023-07-23T12:34:56', templates: [] },
    ]);
  });
});
