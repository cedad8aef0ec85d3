/**
 * Kysely's driver for a database server: a bounded number of connections, opened when they are needed, and nothing that can
 * wait for ever. A connection that fails or does not answer is dropped; the next one to ask opens another, so that a server
 * which was away is found again without anybody's doing.
 */
import { CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import type { StoreMeter } from '../store-meter.js';
import { connectionLost, DriverError, timedOut } from './driver-error.js';
import { Turns } from './turns.js';

/** One connection, as a server's folder makes it. Every failure is a DriverError. */
export interface ServerConnection {
  query(sql: string, parameters: readonly unknown[]): Promise<QueryResult<unknown>>;
  /** True once it can be used no more. */
  readonly isLost: boolean;
  /** Takes leave of the server; never rejects. */
  close(): Promise<void>;
  /** Hangs up without a word. */
  destroy(): void;
}

export interface PooledDriverOptions {
  /** Connects and prepares the session. */
  open(): Promise<ServerConnection>;
  readonly connections: number;
  readonly timeouts: Timeouts;
  readonly meter: StoreMeter;
}

export interface Timeouts {
  /** For one statement. */
  readonly queryMs: number;
  /** For a free connection. */
  readonly acquireMs: number;
}

/** For the service: a little more than the servers' own lock timeouts, so that those are heard. */
export const serviceTimeouts: Timeouts = { queryMs: 5000, acquireMs: 10_000 };
/** For migrations, which may rebuild large tables or wait for another process that does. */
export const migrationTimeouts: Timeouts = { queryMs: 3_600_000, acquireMs: 60_000 };

export class PooledDriver implements Driver {
  readonly #idle: ServerConnection[] = [];
  readonly #turns: Turns;
  #isClosed = false;

  constructor(private readonly options: PooledDriverOptions) {
    const { connections, timeouts } = options;
    this.#turns = new Turns({
      atOnce: connections,
      timeoutMs: timeouts.acquireMs,
      waitedFor: 'a connection',
    });
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<Lease> {
    const turn = this.#turns.take();
    this.#tell();
    await turn;
    try {
      if (this.#isClosed) throw new DriverError('the pool is closed', connectionLost);
      return new Lease(this.#idleConnection() ?? (await this.options.open()), this.options.timeouts.queryMs);
    } catch (error) {
      this.#turns.give();
      throw error;
    } finally {
      this.#tell();
    }
  }

  async releaseConnection({ connection }: Lease): Promise<void> {
    if (this.#isClosed) await connection.close();
    else if (!connection.isLost) this.#idle.push(connection);
    this.#turns.give();
    this.#tell();
  }

  async beginTransaction(lease: Lease): Promise<void> {
    await lease.executeQuery(CompiledQuery.raw('begin'));
  }

  async commitTransaction(lease: Lease): Promise<void> {
    await lease.executeQuery(CompiledQuery.raw('commit'));
  }

  /** A server rolls back by itself when a connection ends; asking it to would only hide why it did. */
  async rollbackTransaction(lease: Lease): Promise<void> {
    if (!lease.connection.isLost) await lease.executeQuery(CompiledQuery.raw('rollback'));
  }

  /** Connections in use are closed when they are given back. */
  async destroy(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#idle.splice(0).map((connection) => connection.close()));
  }

  #tell(): void {
    const { taken: busy, waiting } = this.#turns;
    this.options.meter.connections({ busy, idle: this.#idle.length, waiting });
  }

  #idleConnection(): ServerConnection | undefined {
    for (let found = this.#idle.pop(); found !== undefined; found = this.#idle.pop()) {
      if (!found.isLost) return found;
    }
    return undefined;
  }
}

/** A connection for as long as somebody holds it. */
class Lease implements DatabaseConnection {
  constructor(
    readonly connection: ServerConnection,
    private readonly queryMs: number,
  ) {}

  async executeQuery<Row>({ sql, parameters }: CompiledQuery): Promise<QueryResult<Row>> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        // The answer may still come, and nobody would know to which question.
        this.connection.destroy();
        reject(new DriverError(`the database did not answer within ${this.queryMs} ms`, timedOut));
      }, this.queryMs);
    });
    try {
      return (await Promise.race([this.connection.query(sql, parameters), late])) as QueryResult<Row>;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Kysely's interface has it; the store reads page by page instead. */
  async *streamQuery<Row>(): AsyncIterableIterator<QueryResult<Row>> {
    throw new DriverError('streaming is not supported', '');
  }
}
