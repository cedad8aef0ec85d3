/** What the shared queries must know about the database behind them. Each database's folder has one implementation. */

import type { ColumnDataType, Expression, RawBuilder } from 'kysely';
import type { Database, WriteTransaction } from './schema.js';

export type ColumnType = ColumnDataType | Expression<unknown>;

/** How the tables are declared, where that differs from database to database. */
export interface ColumnTypes {
  /** A number that the database counts up and never gives twice. */
  readonly rowNumber: { readonly type: ColumnType; readonly autoIncrement: boolean };
  /** The library's own column: VARCHAR(255), compared as text is by default or, better, byte by byte. */
  readonly usersId: RawBuilder<unknown>;
  /** A copy of users.id, which compares as that does: then the two can be joined by their indexes. */
  readonly userId: ColumnType;
  /** Text compared byte by byte: no case, no accents, no padding ignored. */
  readonly idKey: ColumnType;
  /** Sealed features, 541 bytes for 128 values, or a wrapped key, 60 bytes. */
  readonly features: ColumnType;
  /** Up to a few megabytes. */
  readonly jpeg: ColumnType;
  /** What ends the declaration of every table. */
  readonly tableEnd?: RawBuilder<unknown>;
  /** True where a table, a column or an index was made by a migration that did not come to its end; absent where that leaves nothing. */
  isThereAlready?(error: unknown): boolean;
}

/**
 * unavailable: the database cannot be read or written now; full: it can be read, but not written, since the disk is full or
 * read-only; damaged: its file is not what the database wrote; duplicate: a unique key is taken; unwritable: the column's
 * character set lacks a character of the text; other: a defect.
 */
export type StoreFailure = 'unavailable' | 'full' | 'damaged' | 'duplicate' | 'unwritable' | 'other';

export interface Capabilities {
  /** Name and version: "SQLite 3.53.0". */
  readonly engine: string;
  readonly columnTypes: ColumnTypes;
  classifyError(error: unknown): StoreFailure;
  /**
   * A number that differs from an earlier one where any other connection has committed in between, without touching a
   * table. NaN, which equals nothing, where the database cannot tell.
   */
  foreignCommitToken(): number;
  /**
   * How long a look at all of `users` for rows of other programs holds, where foreignCommitToken cannot tell, in ms; 0: not
   * beyond the next question.
   */
  readonly foreignRowsHoldMs: number;
  /** How rows of one table that another one lacks are found fastest. */
  readonly findsMissingRowsBy: 'except' | 'not exists';
  /**
   * Runs one transaction while no other one of facedesk writes, in any process, so that numbers in the log of changes become
   * visible in their order.
   */
  write<T>(db: Database, work: (trx: WriteTransaction) => Promise<T>): Promise<T>;
  /**
   * Removes what an erased row leaves in the database's files; false where it could not yet and must be called again.
   * Called after the commit, with the connection to itself. Never throws because the database is unavailable: the change
   * itself is durable by then.
   */
  eraseTraces(): boolean;
}
