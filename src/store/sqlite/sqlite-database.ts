/** Connects to a SQLite file: the embedded database, for which nothing has to be installed. */
import { resolve } from 'node:path';
import { Kysely } from 'kysely';
import { namedFailure } from '../sql/named-failure.js';
import type { Schema } from '../sql/schema.js';
import { statementLog } from '../sql/statement-log.js';
import type { SqlDatabase } from '../sql/sql-database.js';
import type { StoreMeter } from '../store-meter.js';
import { StoreSetupError } from '../store-setup-error.js';
import { sqliteCapabilities } from './capabilities.js';
import { classifyError } from './classify-error.js';
import { SqliteSyncDialect } from './dialect.js';
import { openDatabase } from './open-database.js';

/**
 * @param path as the URL has it: relative to the working directory or absolute
 * @throws StoreSetupError, or FacedeskError store_unavailable, store_full, store_damaged
 */
export async function openSqliteDatabase(path: string, meter: StoreMeter): Promise<SqlDatabase> {
  if (path === '' || path === ':memory:' || path.startsWith('//')) {
    throw new StoreSetupError(
      'The database URL must name a file: sqlite:./data/facedesk.sqlite or sqlite:/var/lib/facedesk.sqlite.',
    );
  }
  try {
    const { database, version } = await openDatabase(resolve(path));
    return {
      db: new Kysely<Schema>({ dialect: new SqliteSyncDialect(database, meter), log: statementLog(meter) }),
      capabilities: sqliteCapabilities(database, version),
      warnings: [],
      realignment: async () => null,
    };
  } catch (error) {
    const isSystemError = error instanceof Error && 'syscall' in error;
    throw namedFailure(isSystemError ? 'unavailable' : classifyError(error), error) ?? error;
  }
}
