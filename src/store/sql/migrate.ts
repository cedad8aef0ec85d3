/** Brings the database's schema to what this version works with, says how far it is, and refuses one that a newer version wrote. */
import { DummyDriver, Kysely, Migrator, type Migration } from 'kysely';
import { StoreSetupError } from '../store-setup-error.js';
import { migrationLockTable, migrationTable, type Database, type Schema } from './schema.js';

export type Migrations = Readonly<Record<string, Migration>>;

export interface MigrationState {
  readonly name: string;
  /** ISO 8601, or null where it has not run. */
  readonly appliedAt: string | null;
}

/**
 * Every migration in its order.
 * @throws StoreSetupError where the database has a migration that is not among these
 */
export async function migrationStates(db: Database, migrations: Migrations): Promise<MigrationState[]> {
  const applied = new Map<string, string>();
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (tables.some((table) => table.name === migrationTable)) {
    const rows = await db.selectFrom(migrationTable).select(['name', 'timestamp']).orderBy('name').execute();
    for (const { name, timestamp } of rows) applied.set(name, timestamp);
  }
  const newer = [...applied.keys()].filter((name) => !(name in migrations)).at(-1);
  if (newer !== undefined) throw writtenByNewer(newer);
  return Object.keys(migrations)
    .sort()
    .map((name) => ({ name, appliedAt: applied.get(name) ?? null }));
}

function writtenByNewer(name: string): StoreSetupError {
  return new StoreSetupError(
    `The database was written by a newer facedesk (its migration "${name}" is unknown here), and nothing was changed. ` +
      'Start the newer version, or restore the copy that was made before the update.',
  );
}

/**
 * Runs the migrations that the database has not seen; every other process that opens it meanwhile waits and finds them done.
 * Returns the names of those that ran.
 * @throws StoreSetupError where the database has a migration that is not among these
 */
export async function migrate(db: Database, migrations: Migrations): Promise<string[]> {
  await migrationStates(db, migrations);
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: migrationTable,
    migrationLockTableName: migrationLockTable,
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error !== undefined) throw error as Error;
  return (results ?? []).map(({ migrationName }) => migrationName);
}

/** @throws StoreSetupError where a migration has not run, or one is not among these */
export async function requireMigrated(db: Database, migrations: Migrations): Promise<void> {
  const pending = (await migrationStates(db, migrations)).filter(({ appliedAt }) => appliedAt === null);
  if (pending.length === 0) return;
  throw new StoreSetupError(
    `The database lacks tables that this version works with (${pending.map(({ name }) => name).join(', ')}). ` +
      'Run "facedesk migrate up", or start with --migrate.',
  );
}

/** The SQL that a migration would run on a database like this one; nothing is run. */
export async function statementsOf(db: Database, migration: Migration): Promise<string[]> {
  const statements: string[] = [];
  const executor = db.getExecutor();
  const dry = new Kysely<Schema>({
    dialect: {
      createAdapter: () => executor.adapter,
      createDriver: () => new DummyDriver(),
      createIntrospector: () => db.introspection,
      createQueryCompiler: () => ({ compileQuery: (node, queryId) => executor.compileQuery(node, queryId) }),
    },
    log: ({ query }) => void statements.push(query.sql),
  });
  await migration.up(dry);
  return statements;
}
