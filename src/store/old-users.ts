/** Reads the table `users` of another service's database. No table is made and no row is written there. */
import { existsSync } from 'node:fs';
import { FacedeskError } from '../domain/errors.js';
import { databaseAt } from './open-store.js';
import { namedFailure } from './sql/named-failure.js';
import { toUtcSeconds, toWireTime, unknownTime } from './sql/utc-seconds.js';
import { StoreSetupError } from './store-setup-error.js';

export interface OldUserRow {
  readonly id: string;
  /** UTC, to the second: 2023-07-23T12:34:56; null where the row has none that can be read. */
  readonly timestamp: string | null;
}

/**
 * Every row, in no particular order. `url` as for openStore.
 * @throws StoreSetupError where the URL cannot be used or there is no such table; FacedeskError store_unavailable
 */
export async function readOldUsers(url: string): Promise<OldUserRow[]> {
  const file = /^sqlite:(.*)$/is.exec(url)?.[1];
  // Opening it would create it.
  if (file !== undefined && !existsSync(file))
    throw new StoreSetupError('There is no database to read users from.');
  const { db, capabilities } = await databaseAt(url, 0)('service');
  try {
    const rows = await db.selectFrom('users').select(['id', 'timestamp']).execute();
    return rows.map(({ id, timestamp }) => {
      const time = toUtcSeconds(timestamp);
      return { id: String(id), timestamp: time === unknownTime ? null : toWireTime(time) };
    });
  } catch (error) {
    if (error instanceof FacedeskError) throw error;
    const named = namedFailure(capabilities.classifyError(error), error);
    if (named !== null) throw named;
    throw new StoreSetupError('The database to read users from has no table users with id and timestamp.', {
      cause: error,
    });
  } finally {
    await db.destroy();
  }
}
