/**
 * The first words with a database server, which every server's folder says through here: a failure is either something that
 * passes, or something that whoever runs the service has to mend.
 */
import { Kysely, type Dialect } from 'kysely';
import { StoreSetupError } from '../store-setup-error.js';
import type { StoreFailure } from './capabilities.js';
import { namedFailure } from './named-failure.js';
import type { StoreMeter } from '../store-meter.js';
import type { Schema } from './schema.js';
import { isExposed, type ServerAddress } from './server-url.js';
import type { SqlDatabase } from './sql-database.js';
import { statementLog } from './statement-log.js';

export interface ServerDialect {
  readonly dialect: Dialect;
  readonly meter: StoreMeter;
  readonly classifyError: (error: unknown) => StoreFailure;
  readonly setupProblem: (error: unknown) => 'access' | 'database' | null;
}

/**
 * Connects, and lets `describe` ask the server what it is.
 * @throws StoreSetupError, or FacedeskError store_unavailable
 */
export async function connectServer(
  address: ServerAddress,
  { dialect, meter, classifyError, setupProblem }: ServerDialect,
  describe: (db: Kysely<Schema>) => Promise<Omit<SqlDatabase, 'db'>>,
): Promise<SqlDatabase> {
  const db = new Kysely<Schema>({ dialect, log: statementLog(meter) });
  try {
    const described = await describe(db);
    const warnings = [...exposure(address), ...described.warnings];
    return { ...described, db, warnings };
  } catch (error) {
    await db.destroy();
    const problem = setupProblem(error);
    if (problem === 'access')
      throw refusal('refuses this user, this password, or this user in that database');
    if (problem === 'database')
      throw refusal(`has no database "${address.database}"; make it with CREATE DATABASE`);
    throw namedFailure(classifyError(error), error) ?? error;
  }
}

function refusal(what: string): StoreSetupError {
  return new StoreSetupError(`The database server that FACEDESK_DATABASE_URL names ${what}.`);
}

function exposure(address: ServerAddress): string[] {
  if (!isExposed(address)) return [];
  return [
    'The connection to the database is not encrypted, and the server is not on this machine. ' +
      'Add ?sslmode=verify-full to FACEDESK_DATABASE_URL, unless the network between belongs to nobody else.',
  ];
}
