/**
 * Connects to a MySQL or MariaDB server and finds out what it is. MariaDB 10.11 is what the tests run on. Nothing here
 * or in the shared queries needs RETURNING, a collation or an authentication that MySQL 8 lacks, but it is untested there.
 */
import { isIP } from 'node:net';
import { sql } from 'kysely';
import { connectServer } from '../sql/connect-server.js';
import { migrationTimeouts, serviceTimeouts } from '../sql/pooled-driver.js';
import type { Database } from '../sql/schema.js';
import { parseServerUrl } from '../sql/server-url.js';
import type { ServerDatabaseOptions, SqlDatabase } from '../sql/sql-database.js';
import { StoreSetupError } from '../store-setup-error.js';
import { mysqlCapabilities } from './capabilities.js';
import { classifyError, setupProblem } from './classify-error.js';
import { PooledMysqlDialect } from './dialect.js';
import { byteWise, realignment, usersTable, type UsersTable } from './users-column.js';

/** Older ones reuse a number after a restart, or cannot index an id of 255 characters. */
const oldest = { MariaDB: [10, 5], MySQL: [8, 0] } as const;
const urlForm = { defaultPort: 3306, example: 'mysql://user:password@host:3306/libraryregistration' };

/** @throws StoreSetupError, or FacedeskError store_unavailable */
export async function openMysqlDatabase(options: ServerDatabaseOptions): Promise<SqlDatabase> {
  const { url, purpose, foreignRowsHoldMs, meter } = options;
  const address = parseServerUrl(url, urlForm);
  // mysql2 does not compare an address with the names in the server's certificate, and says nothing of it.
  if (address.tls?.verifyIdentity === true && isIP(address.host) !== 0) {
    throw new StoreSetupError('With sslmode=verify-full the database URL has to give the host by its name.');
  }
  const timeouts = purpose === 'migration' ? migrationTimeouts : serviceTimeouts;
  const dialect = new PooledMysqlDialect(address, timeouts, meter);
  return connectServer(address, { dialect, meter, classifyError, setupProblem }, async (db) => {
    const { engine, warnings } = await askServer(db);
    const users = await usersTable(db);
    return {
      capabilities: mysqlCapabilities({ engine, usersText: users?.text ?? byteWise, foreignRowsHoldMs }),
      warnings: [...warnings, ...usersWarnings(users)],
      realignment: () => realignment(db),
    };
  });
}

interface ServerAnswer {
  readonly version: string;
  readonly flush: number;
  readonly binlog: number;
  readonly syncBinlog: number;
}

async function askServer(db: Database): Promise<{ engine: string; warnings: string[] }> {
  const { rows } =
    await sql<ServerAnswer>`SELECT version() AS version, @@innodb_flush_log_at_trx_commit AS flush,
    @@log_bin AS binlog, @@sync_binlog AS syncBinlog`.execute(db);
  const { version, flush, binlog, syncBinlog } = rows[0]!;
  const product = version.includes('MariaDB') ? 'MariaDB' : 'MySQL';
  const number = /^\d+\.\d+(\.\d+)?/.exec(version)?.[0] ?? version;
  const [major = 0, minor = 0] = number.split('.').map(Number);
  const [oldestMajor, oldestMinor] = oldest[product];
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new StoreSetupError(
      `${product} ${number} is too old; facedesk needs ${oldestMajor}.${oldestMinor} or newer.`,
    );
  }
  return { engine: `${product} ${number}`, warnings: durabilityWarnings({ flush, binlog, syncBinlog }) };
}

function durabilityWarnings({ flush, binlog, syncBinlog }: Omit<ServerAnswer, 'version'>): string[] {
  const warnings: string[] = [];
  if (flush !== 1) {
    warnings.push(
      `The database has innodb_flush_log_at_trx_commit = ${flush}: registrations that were confirmed can be lost when its ` +
        'machine loses power. Set it to 1.',
    );
  }
  if (binlog === 1 && syncBinlog !== 1) {
    warnings.push(
      `The database has sync_binlog = ${syncBinlog}: after a power cut its replicas can differ from it. Set it to 1.`,
    );
  }
  return warnings;
}

function usersWarnings(users: UsersTable | null): string[] {
  if (users === null) return [];
  const warnings: string[] = [];
  const { characterSet, collation } = users.text;
  if (users.storageEngine !== 'InnoDB') {
    warnings.push(
      `The table users is kept by ${users.storageEngine}, which knows no transactions: a registration that is cut off can ` +
        'leave a row there. Convert it: ALTER TABLE users ENGINE = InnoDB.',
    );
  }
  if (!characterSet.startsWith('utf8')) {
    warnings.push(`The table users is in ${characterSet}: ids with characters that it lacks are refused.`);
  }
  if (!/_bin$/.test(collation)) {
    warnings.push(
      `The table users compares ids by ${collation}: an id that differs from a registered one in accents alone can be ` +
        'refused as registered already.',
    );
  }
  return warnings;
}
