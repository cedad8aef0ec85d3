/**
 * Lets Kysely's MySQL dialect work over this service's own pool of mysql2 connections, and prepares each of them: times in
 * UTC, strict, committed reads, nothing that waits for ever.
 */
import { createConnection, type Connection, type ConnectionOptions, type QueryError } from 'mysql2';
import { MysqlDialect, type Driver, type QueryResult } from 'kysely';
import { connectionLost, DriverError, withoutValues } from '../sql/driver-error.js';
import { PooledDriver, type ServerConnection, type Timeouts } from '../sql/pooled-driver.js';
import type { ServerAddress } from '../sql/server-url.js';
import type { StoreMeter } from '../store-meter.js';

const connectTimeoutMs = 1500;

/**
 * sql_mode is set whole: mysql2 writes values into the statement itself, which is safe only while a backslash in a text
 * means what it means by default.
 */
const sessionSettings = `SET SESSION time_zone = '+00:00',
  sql_mode = 'STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
  innodb_lock_wait_timeout = 4, lock_wait_timeout = 4`;
/** Every statement sees what is committed, and takes no locks on gaps that other programs want to write into. */
const isolation = 'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED';

export class PooledMysqlDialect extends MysqlDialect {
  constructor(
    private readonly address: ServerAddress,
    private readonly timeouts: Timeouts,
    private readonly meter: StoreMeter,
  ) {
    super({ pool: () => Promise.reject(new Error('The driver below is used instead.')) });
  }

  override createDriver(): Driver {
    const { address, timeouts, meter } = this;
    const { connections } = address;
    return new PooledDriver({ open: () => connect(address), connections, timeouts, meter });
  }
}

/** @throws DriverError */
export async function connect(address: ServerAddress): Promise<ServerConnection> {
  const connection = new MysqlServerConnection(createConnection(optionsFor(address)));
  try {
    for (const statement of [isolation, sessionSettings]) await connection.query(statement, []);
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

function optionsFor({ host, port, user, password, database, tls }: ServerAddress): ConnectionOptions {
  return {
    host,
    port,
    user,
    database,
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { ssl: tls }),
    charset: 'utf8mb4',
    dateStrings: true,
    timezone: 'Z',
    connectTimeout: connectTimeoutMs,
    enableKeepAlive: true,
    keepAliveInitialDelay: 10_000,
  };
}

class MysqlServerConnection implements ServerConnection {
  #isLost = false;

  constructor(private readonly connection: Connection) {
    const lose = (): void => void (this.#isLost = true);
    connection.on('error', lose);
    connection.on('end', lose);
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  query(sql: string, parameters: readonly unknown[]): Promise<QueryResult<unknown>> {
    return new Promise((resolve, reject) => {
      this.connection.query(sql, parameters.map(toMysql), (error, result: unknown) => {
        if (error === null) resolve(toQueryResult(result));
        else reject(this.#named(error));
      });
    });
  }

  close(): Promise<void> {
    this.#isLost = true;
    return new Promise((resolve) => this.connection.end(() => resolve()));
  }

  destroy(): void {
    this.#isLost = true;
    this.connection.destroy();
  }

  #named(error: QueryError): DriverError {
    if (error.fatal === true) this.#isLost = true;
    // The system's own numbers for a failed connection are negative, and the driver's errors have none.
    const isOfServer = error.errno !== undefined && error.errno > 0;
    const code = isOfServer ? String(error.errno) : connectionLost;
    return new DriverError(withoutValues(error.message), code);
  }
}

/** mysql2 writes a Buffer as bytes, but a plain Uint8Array as a list of numbers. */
function toMysql(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
}

function toQueryResult(result: unknown): QueryResult<unknown> {
  if (Array.isArray(result)) return { rows: result };
  const { affectedRows } = result as { affectedRows?: number };
  return { rows: [], ...(affectedRows === undefined ? {} : { numAffectedRows: BigInt(affectedRows) }) };
}
