/** Tells SQLite's failures apart by their result code (sqlite.org/rescode.html). */
import type { StoreFailure } from '../sql/capabilities.js';

/** Primary result codes after which the database, not the statement, is at fault, with the text SQLite gives each. */
const unavailable: Readonly<Record<number, string>> = {
  5: 'database is locked', // SQLITE_BUSY
  8: 'attempt to write a readonly database', // SQLITE_READONLY
  10: 'disk I/O error', // SQLITE_IOERR
  11: 'database disk image is malformed', // SQLITE_CORRUPT
  13: 'database or disk is full', // SQLITE_FULL
  14: 'unable to open database file', // SQLITE_CANTOPEN
  15: 'locking protocol', // SQLITE_PROTOCOL
  26: 'file is not a database', // SQLITE_NOTADB
};
/** SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE. */
const duplicate = new Set([1555, 2067]);

export function classifyError(error: unknown): StoreFailure {
  if (!(error instanceof Error) || !('code' in error)) return 'other';
  if (error.code === 'ERR_INVALID_STATE') return 'unavailable'; // The driver's word for a closed database.
  if (error.code !== 'ERR_SQLITE_ERROR') return 'other';
  if ('errcode' in error && typeof error.errcode === 'number') {
    if (duplicate.has(error.errcode)) return 'duplicate';
    return (error.errcode & 0xff) in unavailable ? 'unavailable' : 'other';
  }
  // The driver leaves the result code out where reading several rows failed.
  return Object.values(unavailable).some((text) => error.message.endsWith(text)) ? 'unavailable' : 'other';
}
