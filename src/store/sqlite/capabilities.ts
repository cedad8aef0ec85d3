/** What the shared queries must know about SQLite. Each function works on the store's own and only connection. */
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { sql } from 'kysely';
import type { Capabilities } from '../sql/capabilities.js';
import { classifyError } from './classify-error.js';

/** How long a statement waits for another process' transaction; those of facedesk last a millisecond or two. */
export const busyTimeoutMs = 5000;
/** An erasure that cannot have the file to itself by then is completed after the next write, rather than hold up every request. */
const eraseTimeoutMs = 25;

export function sqliteCapabilities(database: DatabaseSyncInstance, version: string): Capabilities {
  const dataVersion = database.prepare('PRAGMA data_version');
  return {
    engine: `SQLite ${version}`,
    columnTypes: {
      rowNumber: { type: 'integer', autoIncrement: true },
      usersId: sql`VARCHAR(255)`,
      userId: 'varchar(255)',
      idKey: 'text',
      features: 'blob',
      jpeg: 'blob',
    },
    classifyError,
    // 0.6 microseconds: SQLite compares a counter in shared memory.
    foreignCommitToken: () => (dataVersion.get() as { data_version: number }).data_version,
    foreignRowsHoldMs: 0,
    findsMissingRowsBy: 'except',
    // Every transaction has the write lock of the file from its begin: see dialect.ts.
    write: (db, work) => db.transaction().execute(work),
    eraseTraces: () => truncateWal(database),
  };
}

/**
 * Moves the write-ahead log into the database and empties it. secure_delete overwrites what was deleted with zeros, but the
 * log still holds the pages as they were written first. Where another process is reading just then, SQLite leaves the log
 * as it is and answers "busy". Costs an fsync or two, so it follows deletions only.
 */
function truncateWal(database: DatabaseSyncInstance): boolean {
  database.exec(`PRAGMA busy_timeout = ${eraseTimeoutMs}`);
  try {
    const outcome = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    return outcome.busy === 0;
  } catch (error) {
    const failure = classifyError(error);
    if (failure === 'other') throw error;
    return false;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
  }
}
