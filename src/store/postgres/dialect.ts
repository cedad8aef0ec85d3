/**
 * Lets Kysely's PostgreSQL dialect work over this service's own pool of pg connections, and prepares each of them: times in
 * UTC, committed reads, durable commits, nothing that waits for ever.
 */
import pg from 'pg';
import { PostgresDialect, type Driver, type QueryResult } from 'kysely';
import { connectionLost, DriverError, withoutValues } from '../sql/driver-error.js';
import { PooledDriver, type ServerConnection, type Timeouts } from '../sql/pooled-driver.js';
import type { ServerAddress, Tls } from '../sql/server-url.js';
import type { StoreMeter } from '../store-meter.js';

const connectTimeoutMs = 1500;

const sessionSettings = `SET timezone = 'UTC'; SET datestyle = 'ISO'; SET client_encoding = 'UTF8';
  SET default_transaction_isolation = 'read committed'; SET lock_timeout = 4000;
  SET idle_in_transaction_session_timeout = 10000`;
/** Also where the server's default gives durability away. 'local' waits for the own disk, as 'on' does without replicas. */
const durability = `SELECT set_config('synchronous_commit', 'on', false)
  WHERE current_setting('synchronous_commit') = 'off'`;

export class PooledPostgresDialect extends PostgresDialect {
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
  const client = new pg.Client(configFor(address));
  const connection = new PostgresServerConnection(client);
  try {
    await client.connect().catch((error: unknown) => {
      throw named(error);
    });
    for (const statement of [sessionSettings, durability]) await connection.query(statement, []);
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

function configFor({ host, port, user, password, database, tls }: ServerAddress): pg.ClientConfig {
  return {
    host,
    port,
    user,
    database,
    // Given even where there is none, so that nothing comes out of the PG… variables of the environment.
    password: password ?? '',
    ssl: tls === undefined ? false : tlsOptions(tls),
    application_name: 'facedesk',
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: { getTypeParser: typeParser },
  };
}

function tlsOptions({ verifyIdentity, ...options }: Tls) {
  return verifyIdentity ? options : { ...options, checkServerIdentity: () => undefined };
}

/** date, time and timestamp with and without a zone: the store wants the text as it stands there, not a Date. */
const timestampTypes = [1082, 1114, 1184];

function typeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (timestampTypes.includes(oid)) return (text) => text;
  return pg.types.getTypeParser(oid, format) as (value: string) => unknown;
}

class PostgresServerConnection implements ServerConnection {
  #isLost = false;

  constructor(private readonly client: pg.Client) {
    const lose = (): void => void (this.#isLost = true);
    client.on('error', lose);
    client.on('end', lose);
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  async query(sql: string, parameters: readonly unknown[]): Promise<QueryResult<unknown>> {
    try {
      const { rows, rowCount } = await this.client.query<object>(sql, [...parameters]);
      return { rows: rows ?? [], ...(rowCount === null ? {} : { numAffectedRows: BigInt(rowCount ?? 0) }) };
    } catch (error) {
      const failure = named(error);
      if (failure.code === connectionLost) this.#isLost = true;
      throw failure;
    }
  }

  async close(): Promise<void> {
    this.#isLost = true;
    // A server that is away needs no farewell.
    await this.client.end().catch(() => undefined);
  }

  destroy(): void {
    this.#isLost = true;
    // pg's own end() would wait for the answer that does not come.
    (this.client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
  }
}

/** A SQLSTATE has five characters and at least one digit; what else pg reports is about the connection. */
function named(error: unknown): DriverError {
  const { message, code } = error as { message: string; code?: string };
  const isOfServer = code !== undefined && /^(?=.*\d)[0-9A-Z]{5}$/.test(code);
  return new DriverError(withoutValues(message), isOfServer ? code : connectionLost);
}
