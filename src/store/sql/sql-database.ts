/**
 * What a database's folder hands over once it is connected, and the one way from there to a Store: migrations first, by
 * their own connection, then whatever happened while no store was open.
 */
import { sql } from 'kysely';
import { FacedeskError } from '../../domain/errors.js';
import type { Store } from '../index.js';
import { migrationsFor } from '../migrations/index.js';
import type { StoreMeter } from '../store-meter.js';
import { StoreSetupError } from '../store-setup-error.js';
import type { Capabilities } from './capabilities.js';
import { migrate, migrationStates, requireMigrated, statementsOf, type MigrationState } from './migrate.js';
import { namedFailure } from './named-failure.js';
import type { Database } from './schema.js';
import type { Sealing } from './sealing.js';
import { SqlStore } from './sql-store.js';

export interface SqlDatabase {
  readonly db: Database;
  readonly capabilities: Capabilities;
  /** What whoever runs the service should know; whole sentences. */
  readonly warnings: readonly string[];
  /** The statement that makes an own table fit again what other programs made of `users`, or null where all fits. */
  realignment(): Promise<string | null>;
}

/** What a server's folder is told when it connects. */
export interface ServerDatabaseOptions {
  readonly url: string;
  readonly purpose: 'service' | 'migration';
  /** See Capabilities. */
  readonly foreignRowsHoldMs: number;
  readonly meter: StoreMeter;
}

/** Opens the same database for the service, or for migrations, which may take long. */
export type OpenSqlDatabase = (purpose: 'service' | 'migration') => Promise<SqlDatabase>;

/** The tables as such: how far they are migrated, and migrating them. */
export interface StoreSchema {
  readonly engine: string;
  /** @throws StoreSetupError where a newer version wrote the database */
  states(): Promise<MigrationState[]>;
  /** Runs what has not run; the names of what did. */
  up(): Promise<string[]>;
  /** The SQL that `up` would run. */
  statements(): Promise<string[]>;
  close(): Promise<void>;
}

export interface SqlStoreOptions {
  /** auto: run what has not run; explicit: refuse to open where something has not. */
  readonly migrate: 'auto' | 'explicit';
  readonly onWarning: (text: string) => void;
  readonly sealing: Sealing;
}

export async function openSqlStore(open: OpenSqlDatabase, options: SqlStoreOptions): Promise<Store> {
  if (options.migrate === 'auto') {
    const schema = await openSchema(open);
    await schema.up().finally(() => schema.close());
  }
  const database = await open('service');
  const { db, capabilities } = database;
  try {
    await named(database, async () => {
      await requireMigrated(db, migrationsFor(capabilities.columnTypes));
      if ((await database.realignment()) !== null) throw outOfLine();
    });
    for (const warning of database.warnings) options.onWarning(warning);
    const store = new SqlStore(db, capabilities, options.sealing);
    await store.start();
    return Object.assign(store, store.parts());
  } catch (error) {
    await db.destroy();
    throw error;
  }
}

export async function openSchema(open: OpenSqlDatabase): Promise<StoreSchema> {
  const database = await open('migration');
  const { db, capabilities } = database;
  const migrations = migrationsFor(capabilities.columnTypes);
  return {
    engine: capabilities.engine,
    states: () => named(database, () => migrationStates(db, migrations)),
    up: () =>
      named(database, async () => {
        const names = await migrate(db, migrations);
        const realignment = await database.realignment();
        if (realignment !== null) await sql.raw(realignment).execute(db);
        return names;
      }),
    statements: () =>
      named(database, async () => {
        const pending = (await migrationStates(db, migrations)).filter(({ appliedAt }) => appliedAt === null);
        const lists = pending.map(({ name }) => statementsOf(db, migrations[name]!));
        const realignment = pending.length === 0 ? await database.realignment() : null;
        return [...(await Promise.all(lists)).flat(), ...(realignment === null ? [] : [realignment])];
      }),
    close: () => db.destroy(),
  };
}

function outOfLine(): StoreSetupError {
  return new StoreSetupError(
    "Another program changed how the column id of the table users compares, and facedesk's own tables no longer fit it. " +
      'Run "facedesk migrate up", or start with --migrate.',
  );
}

async function named<T>({ capabilities }: SqlDatabase, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof FacedeskError || error instanceof StoreSetupError) throw error;
    throw namedFailure(capabilities.classifyError(error), error) ?? error;
  }
}
