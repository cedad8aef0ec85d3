/** Opens the Store over a SQLite file: the embedded database, for which nothing has to be installed. */
import { resolve } from 'node:path';
import { Kysely } from 'kysely';
import { FacedeskError } from '../../domain/errors.js';
import type { Store } from '../index.js';
import { migrationsFor } from '../migrations/index.js';
import { migrate } from '../sql/migrate.js';
import type { Schema } from '../sql/schema.js';
import { SqlStore } from '../sql/sql-store.js';
import { StoreSetupError } from '../store-setup-error.js';
import { sqliteCapabilities } from './capabilities.js';
import { classifyError } from './classify-error.js';
import { SqliteSyncDialect } from './dialect.js';
import { openDatabase } from './open-database.js';

/** `path` as the URL has it: relative to the working directory or absolute. */
export async function openSqliteStore(path: string): Promise<Store> {
  if (path === '' || path === ':memory:' || path.startsWith('//')) {
    throw new StoreSetupError(
      'The database URL must name a file: sqlite:./data/facedesk.sqlite or sqlite:/var/lib/facedesk.sqlite.',
    );
  }
  try {
    return await open(resolve(path));
  } catch (error) {
    const isSystemError = error instanceof Error && 'syscall' in error;
    if (isSystemError || classifyError(error) === 'unavailable') {
      throw new FacedeskError('store_unavailable', { cause: error });
    }
    throw error;
  }
}

async function open(path: string): Promise<Store> {
  const { database, version } = await openDatabase(path);
  try {
    const db = new Kysely<Schema>({ dialect: new SqliteSyncDialect(database) });
    const capabilities = sqliteCapabilities(database, version);
    await migrate(db, migrationsFor(capabilities.columnTypes));
    const store = new SqlStore(db, capabilities);
    await store.start();
    return store;
  } catch (error) {
    database.close();
    throw error;
  }
}
