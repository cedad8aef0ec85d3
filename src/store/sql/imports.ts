/** The queries on imports that the API was asked for, and the sealed keys of their files. */
import type { Selectable } from 'kysely';
import { openImportKey, sealImportKey } from '../../sealing/index.js';
import type { ImportProgress, ImportRecord, ImportState, ImportStore, NewImport } from '../import-store.js';
import { createImportRowStore } from './import-rows.js';
import type { PartOfStore } from './part-of-store.js';
import type { Database, Schema, WriteTransaction } from './schema.js';
import { keyInState, type Sealing } from './sealing.js';

export interface ImportStoreParts extends PartOfStore {
  readonly sealing: Sealing;
}

const open: readonly ImportState[] = ['waiting', 'running'];
/** What an import has no more once it has ended. */
const noKey = { key_id: null, sealed_key: null };

export function createImportStore(parts: ImportStoreParts): ImportStore {
  const { db, sealing, run, write } = parts;
  return {
    ...createImportRowStore(parts),
    page: ({ limit, below }) =>
      run(async () => {
        let query = db.selectFrom('facedesk_imports').selectAll().orderBy('import_no', 'desc').limit(limit);
        if (below !== undefined) query = query.where('import_no', '<', below);
        return (await query.execute()).map(toImport);
      }),
    find: (importId) => run(() => find(db, importId)),
    add: (request, dataKey, mostOpen) =>
      run(() =>
        write(async (trx) => (await countOpen(trx)) < mostOpen && insert(trx, sealing, request, dataKey)),
      ),
    dataKeyOf: (importId) => run(() => dataKeyOf(db, sealing, importId)),
    note: (importId, progress) => run(() => write((trx) => note(trx, importId, progress))),
    cancel: (importId, times) => run(() => write((trx) => cancel(trx, importId, times))),
    end: (importId, { state, problem, summary, endedAt }) =>
      run(() =>
        write(async (trx) => {
          const ended = await trx
            .updateTable('facedesk_imports')
            .set({ state, problem, summary, ended_at: endedAt, seen_at: endedAt, ...noKey })
            .where('import_id', '=', importId)
            .where('state', 'in', open)
            .executeTakeFirst();
          return ended.numUpdatedRows > 0n;
        }),
      ),
    purge: (before) =>
      run(() =>
        write(async (trx) => {
          const deleted = await trx
            .deleteFrom('facedesk_imports')
            .where('ended_at', '<', before)
            .executeTakeFirst();
          return Number(deleted.numDeletedRows);
        }),
      ),
  };
}

/** Asks the database which encryption key is current, as another process can have changed it. */
async function insert(
  trx: WriteTransaction,
  sealing: Sealing,
  { importId, mode, disputes, listed, callerKeyId, photos, at }: NewImport,
  dataKey: Uint8Array,
): Promise<true> {
  const current = await keyInState(trx, 'current');
  const key = await sealing.keyring.get(current!.key_id);
  await trx
    .insertInto('facedesk_imports')
    .values({
      ...{ import_id: importId, mode, disputes, listed: Number(listed), caller_key_id: callerKeyId },
      ...{ state: 'waiting', is_cancelled: 0, created_at: at, seen_at: at },
      ...{ failures: 0, photos, done: 0, per_minute: 0 },
      ...{ key_id: key.id, sealed_key: sealImportKey(key, importId, dataKey) },
    })
    .execute();
  return true;
}

async function note(
  trx: WriteTransaction,
  importId: string,
  { state, startedAt, failures, problem, done, perMinute, seenAt }: ImportProgress,
): Promise<ImportRecord | null> {
  const changed = await trx
    .updateTable('facedesk_imports')
    .set({
      seen_at: seenAt,
      ...(state !== undefined && { state }),
      ...(startedAt !== undefined && { started_at: startedAt }),
      ...(failures !== undefined && { failures }),
      ...(problem !== undefined && { problem }),
      ...(done !== undefined && { done }),
      ...(perMinute !== undefined && { per_minute: perMinute }),
    })
    .where('import_id', '=', importId)
    .where('state', 'in', open)
    .executeTakeFirst();
  const found = await find(trx, importId);
  return changed.numUpdatedRows === 0n && found !== null && !open.includes(found.state) ? null : found;
}

async function cancel(
  trx: WriteTransaction,
  importId: string,
  { at, heardSince }: { at: string; heardSince: string },
): Promise<ImportRecord | null> {
  const found = await find(trx, importId);
  if (found === null || !open.includes(found.state)) return found;
  const isRunning = found.state === 'running' && found.seenAt >= heardSince;
  await trx
    .updateTable('facedesk_imports')
    .set({ is_cancelled: 1, ...(!isRunning && { state: 'cancelled', ended_at: at, ...noKey }) })
    .where('import_id', '=', importId)
    .execute();
  return find(trx, importId);
}

async function find(db: Database, importId: string): Promise<ImportRecord | null> {
  const row = await db
    .selectFrom('facedesk_imports')
    .selectAll()
    .where('import_id', '=', importId)
    .executeTakeFirst();
  return row === undefined ? null : toImport(row);
}

async function countOpen(db: Database): Promise<number> {
  const { n } = await db
    .selectFrom('facedesk_imports')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('state', 'in', open)
    .executeTakeFirstOrThrow();
  return Number(n);
}

async function dataKeyOf(db: Database, sealing: Sealing, importId: string): Promise<Uint8Array | null> {
  const row = await db
    .selectFrom('facedesk_imports')
    .select(['key_id', 'sealed_key'])
    .where('import_id', '=', importId)
    .executeTakeFirst();
  if (row === undefined || row.key_id === null || row.sealed_key === null) return null;
  return openImportKey(await sealing.keyring.get(row.key_id), importId, row.sealed_key);
}

function toImport(row: Selectable<Schema['facedesk_imports']>): ImportRecord {
  return {
    importNo: row.import_no,
    importId: row.import_id,
    mode: row.mode as ImportRecord['mode'],
    disputes: row.disputes,
    listed: row.listed !== 0,
    callerKeyId: row.caller_key_id,
    state: row.state as ImportState,
    isCancelled: row.is_cancelled !== 0,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    seenAt: row.seen_at,
    failures: row.failures,
    problem: row.problem,
    photos: row.photos,
    done: row.done,
    perMinute: row.per_minute,
    summary: row.summary,
  };
}
