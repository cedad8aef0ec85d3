/** Turns what Kysely says of each statement into what a StoreMeter is told: its kind and its time, never its text. */
import type { LogEvent } from 'kysely';
import type { StatementKind, StoreMeter } from '../store-meter.js';

const kinds: Readonly<Record<string, StatementKind>> = {
  SelectQueryNode: 'select',
  InsertQueryNode: 'insert',
  UpdateQueryNode: 'update',
  DeleteQueryNode: 'delete',
};

/** For Kysely's option `log`. */
export function statementLog(meter: StoreMeter): (event: LogEvent) => void {
  return ({ level, query, queryDurationMillis }) =>
    meter.statement({
      kind:
        kinds[query.query.kind] ?? (/^(begin|commit|rollback)$/.test(query.sql) ? 'transaction' : 'other'),
      ms: queryDurationMillis,
      failed: level === 'error',
    });
}
