/** How long faces of visits are kept: by a clock that the test moves. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createLogger } from '../../src/observability/logger.js';
import { createEvents } from '../../src/services/events.js';
import { openStore } from '../../src/store/index.js';
import { createSqliteBench } from '../contract/sqlite-bench.js';
import { enrolmentOf } from '../contract/store-desk.js';
import { testKeys } from '../contract/test-keys.js';

const dayMs = 86_400_000;
const log = createLogger({ level: 'silent' });
const atTheEnd: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of atTheEnd.splice(0).reverse()) await end();
});

/** A record of events on a database of its own, with somebody to be claimed. */
async function open(days: { readonly keepDays: number; readonly probesKeepDays: number }) {
  const bench = createSqliteBench();
  atTheEnd.push(() => bench.dispose());
  const store = await openStore({ url: bench.url, keys: testKeys });
  atTheEnd.push(() => store.close());
  const now = { ms: Date.UTC(2026, 0, 1) };
  const events = createEvents({ store, log, clock: () => now.ms, ...days });
  atTheEnd.push(() => events.close());
  const { subjectNo } = await store.enrol(enrolmentOf('anna'));
  const visit = async (probe: Uint8Array): Promise<number> => {
    events.record({ kind: 'verification.decided', outcome: 'nonMatch', subjectNo, probe });
    await events.flush();
    return events.newest();
  };
  const folder = dirname(bench.path);
  const files = async (): Promise<Buffer[]> =>
    Promise.all((await readdir(folder)).map((name) => readFile(join(folder, name))));
  return { bench, store, events, now, visit, files };
}

const jpeg = Uint8Array.of(1, 2, 3);

test('a face is erased when its days are over, and its event stays until its own are', async () => {
  const { events, now, visit } = await open({ keepDays: 30, probesKeepDays: 7 });
  const early = await visit(jpeg);
  now.ms += 5 * dayMs;
  const late = await visit(jpeg);
  now.ms += 2 * dayMs;
  expect(await events.purge()).toBe(0);
  expect(Buffer.from(await events.picture(early))).toEqual(Buffer.from(jpeg));
  now.ms += 1;
  expect(await events.purge()).toBe(0);
  await expect(events.picture(early)).rejects.toMatchObject({ code: 'event_picture_not_kept' });
  expect(Buffer.from(await events.picture(late))).toEqual(Buffer.from(jpeg));
  now.ms += 23 * dayMs;
  expect(await events.purge()).toBe(1);
  await expect(events.picture(early)).rejects.toMatchObject({ code: 'event_not_found' });
  await expect(events.picture(late)).rejects.toMatchObject({ code: 'event_picture_not_kept' });
});

test('a face is never kept for longer than its event', async () => {
  const { store, events, now, visit } = await open({ keepDays: 2, probesKeepDays: 90 });
  const visited = await visit(jpeg);
  now.ms += 2 * dayMs + 1;
  expect(await events.purge()).toBe(1);
  await expect(events.picture(visited)).rejects.toMatchObject({ code: 'event_not_found' });
  expect((await store.encryption.inspect()).probes).toBe(0);
});

test('of a face that was erased not even the sealed bytes are left in the files', async () => {
  const { bench, events, now, visit, files } = await open({ keepDays: 30, probesKeepDays: 1 });
  await visit(new Uint8Array(30_000).map((_, i) => (i * i) % 251));
  const [row] = await bench.sql('SELECT jpeg FROM facedesk_event_probes');
  const sealed = Buffer.from(row!['jpeg'] as Uint8Array);
  const pieces = [1000, 9000, 20_000].map((start) => sealed.subarray(start, start + 48));
  const held = async (): Promise<boolean> =>
    (await files()).some((file) => pieces.some((piece) => file.includes(piece)));
  expect(await held()).toBe(true);
  now.ms += dayMs + 1;
  await events.purge();
  expect(await held()).toBe(false);
});
