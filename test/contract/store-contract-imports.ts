/** Store contract: imports, the sealed key of their files, how far they are, and rows that name nobody for longer than they may. */
import { describe, expect, it } from 'vitest';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import type { ImportRecord, NamedPerson, NewImport, NewImportRow, Store } from '../../src/store/index.js';
import { createKeySource, makeKeyText } from '../../src/sealing/index.js';
import type { Desk } from './store-desk.js';
import { testKey } from './test-keys.js';

const dataKey = Buffer.alloc(32, 7);
const at = '2026-03-01T08:00:00.000Z';
const later = '2026-03-01T09:00:00.000Z';
const request: NewImport = {
  importId: 'a1b2c3d4e5f6',
  mode: 'write',
  disputes: 'hold',
  listed: true,
  callerKeyId: 'k',
  photos: 3,
  at,
};

async function made(store: Store, changes: Partial<NewImport> = {}): Promise<ImportRecord> {
  const wanted = { ...request, ...changes };
  expect(await store.imports.add(wanted, dataKey, 10)).toBe(true);
  return (await store.imports.find(wanted.importId))!;
}

const named = (id: string, mustExist = false): NamedPerson => ({
  id,
  key: parseSubjectId(id).key,
  mustExist,
});
const row = (id: string | null, changes: Partial<NewImportRow> = {}): NewImportRow => ({
  person: id === null ? null : named(id),
  photo: `${id}_ö😀.jpg`,
  takenAt: '2023-07-23T12:34:56',
  verdict: 'enrolled',
  sameFaceAs: [],
  ...changes,
});
const end = { state: 'finished', problem: null, summary: '{"a":1}', endedAt: later } as const;

export function importsContract(desk: () => Desk): void {
  describe('imports', () => {
    it('are kept as they were asked for, newest first, and no more at once than there may be', async () => {
      const { store, open } = desk();
      await made(store);
      await made(store, { importId: 'b', mode: 'look', listed: false, callerKeyId: null });
      expect(await store.imports.add({ ...request, importId: 'c' }, dataKey, 2)).toBe(false);
      const [second, first] = await (await open()).imports.page({ limit: 10 });
      const { at: createdAt, ...fields } = request;
      expect(first).toEqual({
        ...fields,
        ...{ importNo: expect.any(Number) as number, createdAt, seenAt: at, state: 'waiting' },
        ...{ isCancelled: false, startedAt: null, endedAt: null, failures: 0, problem: null },
        ...{ done: 0, perMinute: 0, summary: null },
      });
      expect(second).toMatchObject({ importId: 'b', mode: 'look', listed: false, callerKeyId: null });
      expect(await store.imports.page({ limit: 10, below: second!.importNo })).toEqual([first]);
      await store.imports.end('b', end);
      expect(await store.imports.add({ ...request, importId: 'c' }, dataKey, 2)).toBe(true);
    });

    it('have the key of their files sealed, and no more once they have ended', async () => {
      const { store, bench } = desk();
      await made(store);
      const [found] = await bench.sql('SELECT sealed_key FROM facedesk_imports');
      const sealed = Buffer.from((found as { sealed_key: Uint8Array }).sealed_key);
      expect(sealed.length).toBe(60);
      expect(sealed.includes(dataKey.subarray(0, 8))).toBe(false);
      expect(Buffer.from((await store.imports.dataKeyOf(request.importId))!)).toEqual(dataKey);
      expect(await store.imports.end(request.importId, end)).toBe(true);
      expect(await store.imports.end(request.importId, end)).toBe(false);
      expect(await store.imports.dataKeyOf(request.importId)).toBeNull();
      expect(await store.imports.dataKeyOf('unknown')).toBeNull();
      const [after] = await bench.sql('SELECT sealed_key FROM facedesk_imports');
      expect((after as { sealed_key: unknown }).sealed_key).toBeNull();
    });

    it('keep that key over a change of the encryption key', async () => {
      const { store, open } = desk();
      await made(store);
      await store.close();
      const newKey = makeKeyText();
      const rotating = await open({
        keys: createKeySource({ key: `${newKey},${testKey}`, keyFile: 'not used' }),
      });
      await rotating.encryption.rotate();
      await rotating.close();
      const after = await open({ keys: createKeySource({ key: newKey, keyFile: 'not used' }) });
      expect(Buffer.from((await after.imports.dataKeyOf(request.importId))!)).toEqual(dataKey);
    });

    it('note how far they are until they have ended', async () => {
      const { store } = desk();
      await made(store);
      const noted = await store.imports.note(request.importId, {
        ...{
          state: 'running',
          startedAt: at,
          done: 2,
          perMinute: 90,
          failures: 1,
          problem: 'busy',
          seenAt: later,
        },
      });
      expect(noted).toMatchObject({
        ...{
          state: 'running',
          startedAt: at,
          done: 2,
          perMinute: 90,
          failures: 1,
          problem: 'busy',
          seenAt: later,
        },
      });
      expect(await store.imports.note(request.importId, { seenAt: later })).toEqual(noted);
      await store.imports.end(request.importId, end);
      expect(await store.imports.note(request.importId, { done: 1, seenAt: at })).toBeNull();
      expect(await store.imports.note('unknown', { seenAt: at })).toBeNull();
      expect(await store.imports.find(request.importId)).toMatchObject({
        ...{ state: 'finished', done: 2, endedAt: later, summary: '{"a":1}' },
      });
    });

    it('end at once when they are cancelled, unless somebody runs them', async () => {
      const { store } = desk();
      const times = { at: later, heardSince: at };
      expect(await store.imports.cancel('unknown', times)).toBeNull();
      await made(store);
      expect(await store.imports.cancel(request.importId, times)).toMatchObject({
        state: 'cancelled',
        endedAt: later,
      });
      expect(await store.imports.dataKeyOf(request.importId)).toBeNull();
      await made(store, { importId: 'b' });
      await store.imports.note('b', { state: 'running', seenAt: at });
      expect(await store.imports.cancel('b', times)).toMatchObject({ state: 'running', isCancelled: true });
      expect(await store.imports.cancel('b', { at: later, heardSince: later })).toMatchObject({
        state: 'cancelled',
      });
      await made(store, { importId: 'c' });
      await store.imports.end('c', end);
      expect(await store.imports.cancel('c', times)).toMatchObject({ state: 'finished', isCancelled: false });
    });

    it('list what became of each photo, by outcome and page by page', async () => {
      const { store } = desk();
      const { importNo } = await made(store);
      const other = await made(store, { importId: 'b' });
      await store.imports.addRows(importNo, [row('gone')]);
      await store.imports.clearRows(importNo);
      const many = Array.from({ length: 1200 }, (_, n) =>
        row(`p${n}`, { verdict: n % 2 === 0 ? 'enrolled' : 'no_face' }),
      );
      await store.imports.addRows(importNo, [
        row('x', { sameFaceAs: [named('y'), named('z')] }),
        row(null, { takenAt: null }),
        ...many,
      ]);
      await store.imports.addRows(other.importNo, [row('other')]);
      const [first, second, ...rest] = await store.imports.rows(importNo, { limit: 2000 });
      expect(first).toEqual({
        ...{ rowNo: first!.rowNo, id: 'x', photo: 'x_ö😀.jpg', takenAt: '2023-07-23T12:34:56' },
        ...{ verdict: 'enrolled', sameFaceAs: ['y', 'z'] },
      });
      expect(second).toMatchObject({ id: null, takenAt: null, sameFaceAs: [] });
      expect(rest.map(({ id }) => id)).toEqual(many.map(({ person }) => person!.id));
      const page = await store.imports.rows(importNo, {
        limit: 2,
        verdict: 'no_face',
        above: rest[1]!.rowNo,
      });
      expect(page.map(({ id }) => id)).toEqual(['p3', 'p5']);
    });

    it('name nobody who was erased, before or after, by this service or another program', async () => {
      const { store, bench, open } = desk();
      const enrol = async (id: string): Promise<void> =>
        void (await store.restore({
          id: parseSubjectId(id).display,
          timestamp: '2026-03-01T08:00:00',
          templates: [],
          photos: [],
        }));
      for (const id of ['Anna', 'bella', 'carla']) await enrol(id);
      const { importNo } = await made(store);
      await store.imports.addRows(importNo, [
        row('ANNA', { person: named('anna', true) }),
        row('anna', { verdict: 'no_face', sameFaceAs: [named('bella', true), named('gone', true)] }),
        row('bella', {
          person: named('bella', true),
          sameFaceAs: [named('anna', true), named('carla', true)],
        }),
        row('carla', { person: named('carla', true), sameFaceAs: [named('newcomer')] }),
        row('gone', { person: named('gone', true) }),
      ]);
      const told = async (of: Store): Promise<unknown[]> =>
        (await of.imports.rows(importNo, { limit: 10 })).map(({ id, sameFaceAs }) => [id, ...sameFaceAs]);
      expect(await told(store)).toEqual([
        ['anna'],
        ['anna', 'bella'],
        ['bella', 'anna', 'carla'],
        ['carla', 'newcomer'],
      ]);
      await store.deleteSubject(parseSubjectId('anna').key);
      expect(await told(store)).toEqual([
        ['bella', 'carla'],
        ['carla', 'newcomer'],
      ]);
      await bench.sql("DELETE FROM users WHERE id = 'carla'");
      expect(await told(await open())).toEqual([['bella']]);
      expect(await bench.sql('SELECT row_no FROM facedesk_import_faces')).toEqual([]);
    });

    it('are erased with their rows a while after they have ended', async () => {
      const { store, bench } = desk();
      const { importNo } = await made(store);
      await store.imports.addRows(importNo, [row('x', { sameFaceAs: [named('y')] })]);
      await made(store, { importId: 'b' });
      await store.imports.end(request.importId, end);
      expect(await store.imports.purge(later)).toBe(0);
      expect(await store.imports.purge('2026-03-01T09:00:00.001Z')).toBe(1);
      expect((await store.imports.page({ limit: 10 })).map(({ importId }) => importId)).toEqual(['b']);
      expect(await bench.sql('SELECT row_no FROM facedesk_import_rows')).toEqual([]);
      expect(await bench.sql('SELECT row_no FROM facedesk_import_faces')).toEqual([]);
    });
  });
}
