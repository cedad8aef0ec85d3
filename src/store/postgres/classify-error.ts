/** Tells PostgreSQL's failures apart by SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html). */
import { connectionLost, DriverError, timedOut } from '../sql/driver-error.js';
import type { StoreFailure } from '../sql/capabilities.js';

/** Classes, and single codes, after which the server is at fault, or another program that holds a lock. */
const unavailable = [
  '08', // connection exception
  '25P03', // idle_in_transaction_session_timeout
  '28', // invalid authorization
  '3D', // the database does not exist
  '40', // transaction rollback: serialization failure, deadlock
  '53', // insufficient resources: too many connections, out of memory
  '55P03', // lock_not_available
  '57', // operator intervention: shutdown, statement_timeout
  '58', // system error
];
/** Single codes after which the server can be read, but not written: read_only_sql_transaction, disk_full. */
const full = ['25006', '53100'];
/** data_corrupted and index_corrupted. */
const damaged = ['XX001', 'XX002'];
const duplicate = '23505'; // unique_violation

export function classifyError(error: unknown): StoreFailure {
  if (!(error instanceof DriverError)) return 'other';
  if (error.code === duplicate) return 'duplicate';
  if (full.includes(error.code)) return 'full';
  if (damaged.includes(error.code)) return 'damaged';
  if (error.code === connectionLost || error.code === timedOut) return 'unavailable';
  return unavailable.some((start) => error.code.startsWith(start)) ? 'unavailable' : 'other';
}

/** What only the operator can mend. */
export function setupProblem(error: unknown): 'access' | 'database' | null {
  if (!(error instanceof DriverError)) return null;
  if (error.code.startsWith('28')) return 'access';
  return error.code === '3D000' ? 'database' : null;
}
