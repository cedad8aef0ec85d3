/** The queries on leases: which process does what only one may do at a time. */
import { clockToleranceMs } from '../../domain/clock.js';
import type { WebhookStore } from '../webhook-store.js';
import type { PartOfStore } from './part-of-store.js';
import type { Database, WriteTransaction } from './schema.js';

export function createLeaseStore({
  db,
  run,
  write,
}: PartOfStore): Pick<WebhookStore, 'takeLease' | 'endLease'> {
  return {
    takeLease: (name, lease) =>
      run(async () => {
        // Only read, where another process has it: writing would have everybody wait in line for nothing.
        const held = await leaseOf(db, name);
        if (isOthers(held, lease)) return false;
        return write((trx) => takeLease(trx, name, lease));
      }),
    endLease: (name, holder) =>
      run(() =>
        write(async (trx) => {
          await trx
            .deleteFrom('facedesk_leases')
            .where('name', '=', name)
            .where('holder', '=', holder)
            .execute();
        }),
      ),
  };
}

interface Lease {
  readonly holder: string;
  readonly at: string;
  readonly until: string;
}

async function leaseOf(db: Database, name: string) {
  return db.selectFrom('facedesk_leases').selectAll().where('name', '=', name).executeTakeFirst();
}

/** A lease that ends long after one that is taken now was taken before the clock was set back, and would last until then. */
function isOthers(held: Awaited<ReturnType<typeof leaseOf>>, { holder, at, until }: Lease): boolean {
  if (held === undefined || held.holder === holder || held.held_until <= at) return false;
  return Date.parse(held.held_until) <= Date.parse(until) + clockToleranceMs;
}

async function takeLease(trx: WriteTransaction, name: string, lease: Lease): Promise<boolean> {
  if (isOthers(await leaseOf(trx, name), lease)) return false;
  await trx.deleteFrom('facedesk_leases').where('name', '=', name).execute();
  await trx
    .insertInto('facedesk_leases')
    .values({ name, holder: lease.holder, held_until: lease.until })
    .execute();
  return true;
}
