/**
 * Lets Kysely's SQLite dialect, written for another driver, work on this one, and makes every transaction a write
 * transaction. There is one connection; Kysely hands it out in turn, so transactions of one store never mix.
 * The driver is synchronous: a commit holds the event loop for its fsync, some 0.5 ms on a local disk, and a database that
 * another process is writing holds it until that process commits, five seconds at most.
 */
import { SqliteAdapter, SqliteDialect, SqliteDriver, type DatabaseConnection } from 'kysely';
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import type { DatabaseSyncInstance } from '@photostructure/sqlite';
import { type StoreMeter, unmetered } from '../store-meter.js';

/** Statements kept prepared. The store has some forty; the rest is room for the lists of an adoption. */
const preparedLimit = 100;

export class SqliteSyncDialect extends SqliteDialect {
  readonly #database: DatabaseSyncInstance;

  constructor(
    database: DatabaseSyncInstance,
    private readonly meter: StoreMeter = unmetered,
  ) {
    super({ database: toKyselyDatabase(database) });
    this.#database = database;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver(this.#database, this.meter);
  }

  override createAdapter(): SqliteAdapter {
    return new TransactionalDdlAdapter();
  }
}

class ImmediateDriver extends SqliteDriver {
  constructor(
    private readonly database: DatabaseSyncInstance,
    private readonly meter: StoreMeter,
  ) {
    super({ database: toKyselyDatabase(database) });
  }

  /** IMMEDIATE takes the write lock at once: a transaction that read first could not wait for another writer, only fail. */
  override async beginTransaction(): Promise<void> {
    this.#execute('BEGIN IMMEDIATE');
  }

  override async commitTransaction(): Promise<void> {
    this.#execute('COMMIT');
  }

  /** A full disk or a failing one makes SQLite roll back by itself; a second rollback would hide the cause. */
  override async rollbackTransaction(_connection: DatabaseConnection): Promise<void> {
    if (this.database.isTransaction) this.#execute('ROLLBACK');
  }

  /** Kysely measures its own statements only, and a commit is what takes long here. */
  #execute(statement: 'BEGIN IMMEDIATE' | 'COMMIT' | 'ROLLBACK'): void {
    const startMs = performance.now();
    let failed = true;
    try {
      this.database.exec(statement);
      failed = false;
    } finally {
      this.meter.statement({ kind: 'transaction', ms: performance.now() - startMs, failed });
    }
  }

  /** Waits for the transaction that is under way. */
  override async destroy(): Promise<void> {
    await this.acquireConnection();
    try {
      await super.destroy();
    } finally {
      await this.releaseConnection();
    }
  }
}

/**
 * Has Kysely migrate within one transaction. SQLite can do that, and the transaction's write lock is what keeps two
 * processes from migrating at once, since Kysely's own lock does nothing here.
 */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

function toKyselyDatabase(database: DatabaseSyncInstance): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(text) {
      const known = prepared.get(text);
      if (known !== undefined) return known;
      if (prepared.size >= preparedLimit) prepared.clear();
      const statement = toKyselyStatement(database, text);
      prepared.set(text, statement);
      return statement;
    },
  };
}

function toKyselyStatement(database: DatabaseSyncInstance, text: string): SqliteStatement {
  const statement = database.prepare(text);
  return {
    reader: statement.columns().length > 0,
    all: (parameters): unknown[] => statement.all(...parameters),
    run: (parameters) => statement.run(...parameters),
    iterate: (parameters) => statement.iterate(...parameters),
  };
}
