/** /v1/imports: archives that are sent, run with the real nets, reported on, cancelled and refused; and what is left on the disk. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face } from '../../faces.js';
import { until } from '../../services/webhook-receiver.js';
import { type ZipEntry, zipFile } from '../../zip-file.js';
import { openDesk, type Desk } from '../desk.js';
import { idsIn, v1ClientAs, type V1Answer, type V1Client } from './v1-client.js';

let desk: Desk;
let dataDir: string;
let v1: V1Client;
beforeAll(async () => {
  desk = await openDesk({
    FACEDESK_IMPORT_MAX_ARCHIVE_BYTES: String(4 * 1024 * 1024),
    FACEDESK_IMPORT_MAX_ENTRIES: '50',
    FACEDESK_VISION_TASK_TIMEOUT_MS: '20000',
  });
  dataDir = desk.dataDir;
  v1 = await v1ClientAs(desk, 'enrol');
  desk.container.importRunner.start();
});
afterAll(() => desk.close());

/** Folders of imports that are on the disk. */
const folders = (): string[] =>
  existsSync(join(dataDir, 'imports')) ? readdirSync(join(dataDir, 'imports')) : [];

async function send(
  entries: readonly ZipEntry[],
  {
    mode = 'write',
    list,
    headers = {},
  }: { mode?: string; list?: string; headers?: Record<string, string> } = {},
): Promise<V1Answer> {
  const form = {
    archive: zipFile(...entries),
    mode,
    ...(list !== undefined && { list: Buffer.from(list) }),
  };
  return v1({ path: '/imports', form, headers });
}

interface ImportBody {
  readonly id: string;
  readonly endedAt: string | null;
  readonly summary: { readonly layout: string };
}

async function ended({ body }: V1Answer): Promise<ImportBody> {
  let state: ImportBody | undefined;
  await until(async () => {
    state = (await v1({ path: `/imports/${body.id}` })).body as ImportBody;
    return state.endedAt !== null;
  });
  return state!;
}

async function rows(id: unknown, query = ''): Promise<string[]> {
  const { body } = await v1({ path: `/imports/${String(id)}/rows?limit=100${query}` });
  return (body.items as { photo: string; outcome: string; sameFaceAs: string[] }[]).map(
    ({ photo, outcome, sameFaceAs }) =>
      [`${photo}: ${outcome}`, ...sameFaceAs.map((other) => `= ${other}`)].join(' '),
  );
}

const of = async (path: string, name: Parameters<typeof face>[0]): Promise<ZipEntry> => ({
  path,
  content: await face(name),
});
const ids = async (): Promise<string[]> => idsIn(await v1({ path: '/subjects?limit=100' }));
const erase = (id: string) => desk.container.subjects.forget(id);

test(
  'a dry run reports on every photo and enrols nobody; the import itself does what it said',
  { timeout: 120_000 },
  async () => {
    const entries = [
      await of('photos/anna_20230101080000.jpg', 'anna'),
      await of('photos/anna_20230301080000.jpg', 'annaAgain'),
      await of('photos/bella_20230101080000.jpg', 'bella'),
      await of('photos/again_20230501080000.jpg', 'bella'),
      { path: 'photos/torn_20230106080000.jpg', content: 'no picture' },
      { path: 'photos/notes.txt', content: 'x' },
      { path: '__MACOSX/photos/._anna_20230101080000.jpg', content: 'x' },
    ];
    const asked = await send(entries, { mode: 'look' });
    expect(asked.status).toBe(202);
    expect(asked.headers['location']).toBe(`/v1/imports/${asked.body.id}`);
    expect(asked.body).toMatchObject({
      ...{ state: 'waiting', stalled: false, summary: null, endedAt: null, mode: 'look', disputes: 'hold' },
      progress: { photos: 5, done: 0, secondsLeft: null },
    });
    expect(await rows(asked.body.id)).toEqual([]);
    const looked = await ended(asked);
    expect(looked).toMatchObject({
      ...{ state: 'finished', problem: null },
      progress: { photos: 5, done: 5, secondsLeft: 0 },
      summary: { layout: 'legacy', people: 4, enrolled: 3, leftOut: 1, sameFacePairs: 1 },
    });
    const report = (verb: string): string[] => [
      `again_20230501080000.jpg: ${verb} = bella`,
      `anna_20230101080000.jpg: ${verb}`,
      'anna_20230301080000.jpg: same_person',
      `bella_20230101080000.jpg: ${verb} = again`,
      'torn_20230106080000.jpg: image_unreadable',
      'notes.txt: not_understood',
    ];
    expect(await rows(asked.body.id)).toEqual(report('would_enrol'));
    expect(await ids()).toEqual([]);

    const written = await ended(await send(entries));
    expect(written).toMatchObject({ state: 'finished', summary: { enrolled: 3 } });
    expect(await rows(written.id)).toEqual(report('enrolled'));
    expect((await ids()).toSorted()).toEqual(['again', 'anna', 'bella']);
    const { body: page } = await v1({ path: `/imports/${written.id}/rows?limit=2&outcome=enrolled` });
    expect((page.items as { id: string }[]).map(({ id }) => id)).toEqual(['again', 'anna']);
    const next = await v1({
      path: `/imports/${written.id}/rows?limit=2&outcome=enrolled&cursor=${page.nextCursor}`,
    });
    expect(idsIn(next)).toEqual(['bella']);

    await erase('bella');
    expect(await rows(written.id)).toEqual(
      report('enrolled')
        .filter((row) => !row.startsWith('bella'))
        .map((row) => row.replace(' = bella', '')),
    );
    await erase('again');
    await erase('anna');
    await until(() => folders().length === 0);
    const { body: list } = await v1({ path: '/imports?limit=1' });
    expect(list.items).toMatchObject([{ id: written.id }]);
    expect(desk.logLines.join('')).not.toMatch(/anna|bella/);
  },
);

test(
  'a list says whom the photos show, and who is enrolled already is left alone',
  { timeout: 60_000 },
  async () => {
    const list = 'id,photo,timestamp\r\ndora,faces/1.jpg,2023-07-23 12:34:56\r\nemma,faces/gone.jpg,\r\n';
    const entries = [await of('faces/1.jpg', 'dora'), await of('faces/2.jpg', 'carla')];
    for (const outcome of ['enrolled', 'already_enrolled']) {
      const { id, summary } = await ended(await send(entries, { list }));
      expect(summary.layout).toBe('csv');
      expect(await rows(id)).toEqual([
        `faces/1.jpg: ${outcome}`,
        'faces/gone.jpg: file_unreadable',
        'faces/2.jpg: not_understood',
      ]);
    }
    await erase('dora');
  },
);

test('the same request sent again is one import', async () => {
  const headers = { 'idempotency-key': 'once' };
  const entries = [{ path: 'nobody_20230101080000.jpg', content: 'no photo' }];
  const first = await send(entries, { headers });
  const second = await send(entries, { headers });
  expect(second.body.id).toBe(first.body.id);
  expect(second.headers['idempotency-replayed']).toBe('true');
  await ended(first);
  const other = await send([{ path: 'nobody_20230101080000.jpg', content: 'another' }], { headers });
  expect(other.body.code).toBe('idempotency_key_reused');
  await until(() => folders().length === 0);
});

const small = [{ path: 'x_20230101080000.jpg', content: 'x' }];
test.each<[string, () => Promise<V1Answer>]>([
  ['archive_unsafe', () => send([...small, { path: '../x_20230101080000.jpg', content: 'x' }])],
  [
    'archive_too_large',
    () => send([{ path: 'x_20230101080000.jpg', content: Buffer.alloc(3_000_000), deflated: true }]),
  ],
  [
    'archive_too_large',
    () => send(Array.from({ length: 51 }, (_, n) => ({ path: `x_202301010800${10 + n}.jpg`, content: 'x' }))),
  ],
  ['archive_without_photos', () => send([{ path: 'x.txt', content: 'x' }])],
  ['import_list_malformed', () => send(small, { list: 'id\r\nx\r\n' })],
  [
    'archive_unreadable',
    () => v1({ path: '/imports', form: { archive: Buffer.from('no zip'), mode: 'look' } }),
  ],
  [
    'request_too_large',
    () => v1({ path: '/imports', form: { archive: Buffer.alloc(25 * 1024 * 1024), mode: 'look' } }),
  ],
  ['request_invalid', () => v1({ path: '/imports', form: { archive: zipFile(...small) } })],
  ['request_invalid', () => v1({ path: '/imports', form: { archive: 'text', mode: 'look' } })],
  [
    'request_invalid',
    () =>
      v1({ path: '/imports', form: { archive: zipFile(...small), mode: 'look', other: Buffer.from('x') } }),
  ],
  [
    'form_malformed',
    () => v1({ path: '/imports', form: { archive: [zipFile(...small), zipFile(...small)], mode: 'look' } }),
  ],
  ['media_type_unsupported', () => v1({ path: '/imports', json: { mode: 'look' } })],
])('%s: nothing is kept', async (code, call) => {
  const before = (await v1({ path: '/imports?limit=100' })).body.items.length;
  expect((await call()).body.code).toBe(code);
  expect((await v1({ path: '/imports?limit=100' })).body.items.length).toBe(before);
  await until(() => folders().length === 0);
});

test(
  'an import is cancelled while it runs and while it waits, and whom it enrolled stays',
  { timeout: 120_000 },
  async () => {
    const many = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => of(`c${n}_20230101080000.jpg`, n === 0 ? 'carla' : 'emma')),
    );
    const running = await send(many);
    const waiting = await send(small);
    await until(async () => (await ids()).length > 0);
    const cancelledFirst = await v1({ method: 'DELETE', path: `/imports/${waiting.body.id}` });
    expect(cancelledFirst).toMatchObject({ status: 202, body: { state: 'cancelled' } });
    expect((await v1({ method: 'DELETE', path: `/imports/${running.body.id}` })).body.state).toBe('running');
    const state = await ended(running);
    const enrolled = await ids();
    expect(state).toMatchObject({ state: 'cancelled', summary: { enrolled: enrolled.length } });
    expect(enrolled.length).toBeLessThan(many.length);
    expect(await rows(running.body.id, '&outcome=enrolled')).toHaveLength(enrolled.length);
    await until(() => folders().length === 0);
    expect((await v1({ method: 'DELETE', path: `/imports/${running.body.id}` })).body.state).toBe(
      'cancelled',
    );
    for (const id of enrolled) await erase(id);
  },
);

test('an unknown import is not found', async () => {
  for (const path of ['/imports/000000000000', '/imports/000000000000/rows'])
    expect((await v1({ path })).body.code).toBe('import_not_found');
  expect((await v1({ method: 'DELETE', path: '/imports/000000000000' })).body.code).toBe('import_not_found');
});
