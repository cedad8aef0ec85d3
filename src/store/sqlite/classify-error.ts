/** Tells SQLite's failures apart by their result code (sqlite.org/rescode.html). */
import type { StoreFailure } from '../sql/capabilities.js';

/** Those primary result codes that are told apart. */
export const resultCodes = { busy: 5, readOnly: 8, io: 10, corrupt: 11, full: 13, notADatabase: 26 } as const;

/** Primary result codes after which the database, not the statement, is at fault, with the text SQLite gives each. */
const unavailable: Readonly<Record<number, string>> = {
  [resultCodes.busy]: 'database is locked',
  [resultCodes.readOnly]: 'attempt to write a readonly database',
  [resultCodes.io]: 'disk I/O error',
  [resultCodes.corrupt]: 'database disk image is malformed',
  [resultCodes.full]: 'database or disk is full',
  14: 'unable to open database file', // SQLITE_CANTOPEN
  15: 'locking protocol', // SQLITE_PROTOCOL
  [resultCodes.notADatabase]: 'file is not a database',
};
/** SQLITE_CONSTRAINT_PRIMARYKEY and SQLITE_CONSTRAINT_UNIQUE. */
const duplicate = new Set([1555, 2067]);
/** SQLITE_IOERR_WRITE, _FSYNC, _TRUNCATE and _SHMSIZE: nothing more can be written, which is how a limit on sizes shows. */
const writeFailed = new Set([778, 1034, 1546, 4874]);

export function classifyError(error: unknown): StoreFailure {
  if (!(error instanceof Error) || !('code' in error)) return 'other';
  if (error.code === 'ERR_INVALID_STATE') return 'unavailable'; // The driver's word for a closed database.
  if (error.code !== 'ERR_SQLITE_ERROR') return 'other';
  const extended = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;
  if (extended !== undefined && duplicate.has(extended)) return 'duplicate';
  const code = resultCodeOf(error);
  if (code === resultCodes.full || code === resultCodes.readOnly) return 'full';
  if (extended !== undefined && writeFailed.has(extended)) return 'full';
  if (isDamage(error)) return 'damaged';
  return code !== undefined && code in unavailable ? 'unavailable' : 'other';
}

/** True where the file is not, or not any more, what SQLite wrote. */
export function isDamage(error: unknown): boolean {
  const code = resultCodeOf(error);
  return code === resultCodes.corrupt || code === resultCodes.notADatabase;
}

/** The primary result code of a failure that SQLite reported. */
export function resultCodeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_SQLITE_ERROR') return undefined;
  if ('errcode' in error && typeof error.errcode === 'number') return error.errcode & 0xff;
  // The driver leaves the result code out where reading several rows failed.
  const named = Object.entries(unavailable).find(([, text]) => error.message.endsWith(text));
  return named === undefined ? undefined : Number(named[0]);
}
