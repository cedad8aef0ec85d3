/** Brings the database's schema to what this version works with, and refuses one that a newer version wrote. */
import { Migrator, type Migration } from 'kysely';
import { StoreSetupError } from '../store-setup-error.js';
import { migrationLockTable, migrationTable, type Database } from './schema.js';

/**
 * Runs the migrations that the database has not seen; every other process that opens it meanwhile waits and finds them done.
 * @throws StoreSetupError where the database has a migration that is not among these.
 */
export async function migrate(db: Database, migrations: Readonly<Record<string, Migration>>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...migrations }) },
    migrationTableName: migrationTable,
    migrationLockTableName: migrationLockTable,
  });
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const newer = await newerMigration(db, Object.keys(migrations));
  if (newer === null) throw error as Error;
  throw new StoreSetupError(
    `The database was written by a newer facedesk (its migration "${newer}" is unknown here), and nothing was changed. ` +
      'Start the newer version, or restore the copy that was made before the update.',
    { cause: error },
  );
}

async function newerMigration(db: Database, known: readonly string[]): Promise<string | null> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === migrationTable)) return null;
  const applied = await db.selectFrom(migrationTable).select('name').orderBy('name', 'desc').execute();
  return applied.find(({ name }) => !known.includes(name))?.name ?? null;
}
