/** Looks into a SQLite file that no store has opened: whether it is sound, and what a backup says of it. Writes nothing. */
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { busyTimeoutMs } from './capabilities.js';
import { isDamage } from './classify-error.js';

/** As many faults as somebody wants to read. */
const mostFaults = 10;

export interface FileContents {
  /** "SQLite 3.53.0" */
  readonly engine: string;
  readonly people: number;
  /** Null where nothing is sealed yet. */
  readonly keyId: string | null;
}

/** What is wrong with the file, in SQLite's words; empty where it is sound. Reads all of it: a second for some 500 MB. */
export function faultsOfFile(path: string): string[] {
  try {
    return withFile(path, (database) => {
      const rows = database.prepare(`PRAGMA integrity_check(${mostFaults})`).all() as {
        integrity_check: string;
      }[];
      return rows.map((row) => row.integrity_check).filter((finding) => finding !== 'ok');
    });
  } catch (error) {
    if (isDamage(error)) return [(error as Error).message];
    throw error;
  }
}

export function contentsOf(path: string): FileContents {
  return withFile(path, (database) => {
    const tables = new Set(column(database, 'SELECT name FROM sqlite_master WHERE type = ?', 'table'));
    const one = (table: string, query: string) =>
      tables.has(table) ? column(database, query)[0] : undefined;
    const keyId = one(
      'facedesk_encryption_keys',
      "SELECT key_id FROM facedesk_encryption_keys WHERE state = 'current'",
    );
    return {
      engine: `SQLite ${String(column(database, 'SELECT sqlite_version()')[0])}`,
      people: Number(one('users', 'SELECT count(*) FROM users') ?? 0),
      keyId: typeof keyId === 'string' ? keyId : null,
    };
  });
}

/** The file is not made where it is missing. */
export function withFile<T>(path: string, use: (database: DatabaseSyncInstance) => T): T {
  const database = new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs });
  try {
    return use(database);
  } finally {
    database.close();
  }
}

function column(database: DatabaseSyncInstance, query: string, ...parameters: string[]): unknown[] {
  return database
    .prepare(query)
    .all(...parameters)
    .map((row) => Object.values(row as object)[0] as unknown);
}
