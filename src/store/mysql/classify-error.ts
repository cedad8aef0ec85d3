/** Tells the failures of MySQL and MariaDB apart by their numbers (mariadb.com/kb/en/mariadb-error-code-reference). */
import { connectionLost, DriverError, timedOut } from '../sql/driver-error.js';
import type { StoreFailure } from '../sql/capabilities.js';

/** Errors after which the server, not the statement, is at fault, or another program that holds a lock. */
const unavailable = new Set(
  [
    1020, // ER_CHECKREAD: changed by another transaction since it was read
    1030, // ER_GET_ERRNO: the storage engine failed
    1040, // ER_CON_COUNT_ERROR: too many connections
    1044, // ER_DBACCESS_DENIED_ERROR
    1045, // ER_ACCESS_DENIED_ERROR
    1049, // ER_BAD_DB_ERROR
    1053, // ER_SERVER_SHUTDOWN
    1077, // ER_NORMAL_SHUTDOWN
    1129, // ER_HOST_IS_BLOCKED
    1158, // ER_NET_READ_ERROR
    1159, // ER_NET_READ_INTERRUPTED
    1160, // ER_NET_ERROR_ON_WRITE
    1161, // ER_NET_WRITE_INTERRUPTED
    1203, // ER_TOO_MANY_USER_CONNECTIONS
    1205, // ER_LOCK_WAIT_TIMEOUT
    1213, // ER_LOCK_DEADLOCK
    1226, // ER_USER_LIMIT_REACHED
    1317, // ER_QUERY_INTERRUPTED
    1698, // ER_ACCESS_DENIED_NO_PASSWORD_ERROR
    1927, // ER_CONNECTION_KILLED
    1969, // MariaDB ER_STATEMENT_TIMEOUT
    2006, // CR_SERVER_GONE_ERROR
    2013, // CR_SERVER_LOST
    3024, // MySQL ER_QUERY_TIMEOUT
    3169, // MySQL ER_SESSION_WAS_KILLED
    4031, // MySQL ER_CLIENT_INTERACTION_TIMEOUT
  ].map(String),
);
/** Errors after which the server can be read, but not written. */
const full = new Set(
  [
    1021, // ER_DISK_FULL
    1114, // ER_RECORD_FILE_FULL
    1290, // ER_OPTION_PREVENTS_STATEMENT: read-only
    1792, // ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION
    1836, // ER_READ_ONLY_MODE
  ].map(String),
);
const duplicate = '1062'; // ER_DUP_ENTRY
/** ER_TRUNCATED_WRONG_VALUE_FOR_FIELD: characters that the column's character set does not have. */
const unwritable = '1366';

export function classifyError(error: unknown): StoreFailure {
  if (!(error instanceof DriverError)) return 'other';
  if (error.code === duplicate) return 'duplicate';
  if (error.code === unwritable) return 'unwritable';
  if (full.has(error.code)) return 'full';
  const isServerAway = error.code === connectionLost || error.code === timedOut;
  return isServerAway || unavailable.has(error.code) ? 'unavailable' : 'other';
}

/** ER_ACCESS_DENIED_ERROR and its kin, and ER_BAD_DB_ERROR: what only the operator can mend. */
export function setupProblem(error: unknown): 'access' | 'database' | null {
  if (!(error instanceof DriverError)) return null;
  if (['1044', '1045', '1698'].includes(error.code)) return 'access';
  return error.code === '1049' ? 'database' : null;
}
