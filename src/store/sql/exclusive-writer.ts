/**
 * Lets one transaction of facedesk write at a time, across all processes, on databases that have no such rule themselves.
 * Within the process the others wait without a connection, so that reading goes on.
 */
import { serviceTimeouts } from './pooled-driver.js';
import { migrationLockTable, type Database, type WriteTransaction } from './schema.js';
import { Turns } from './turns.js';

export function createExclusiveWriter() {
  const turns = new Turns({ atOnce: 1, timeoutMs: serviceTimeouts.acquireMs, waitedFor: 'other writes' });
  return async <T>(db: Database, work: (trx: WriteTransaction) => Promise<T>): Promise<T> => {
    await turns.take();
    try {
      return await db.transaction().execute(async (trx) => {
        await lockWriterRow(trx);
        return work(trx);
      });
    } finally {
      turns.give();
    }
  };
}

/** Locks the one row that every migrated database has; MySQL and PostgreSQL release it with the transaction. */
async function lockWriterRow(trx: WriteTransaction): Promise<void> {
  await trx.selectFrom(migrationLockTable).select('id').forUpdate().execute();
}
