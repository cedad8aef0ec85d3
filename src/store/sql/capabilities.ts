/** What the shared queries must know about the database behind them. Each database's folder has one implementation. */

import type { ColumnDataType, Expression } from 'kysely';

export type ColumnType = ColumnDataType | Expression<unknown>;

/** Column types that differ from database to database. */
export interface ColumnTypes {
  /** Text compared byte by byte: no case, no accents, no padding ignored. */
  readonly idKey: ColumnType;
  /** 512 bytes. */
  readonly features: ColumnType;
  /** Up to a few megabytes. */
  readonly jpeg: ColumnType;
}

/** unavailable: the database cannot be read or written now; duplicate: a unique key is taken; other: a defect. */
export type StoreFailure = 'unavailable' | 'duplicate' | 'other';

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
   * Removes what an erased row leaves in the database's files; false where it could not yet and must be called again.
   * Called after the commit, with the connection to itself. Never throws because the database is unavailable: the change
   * itself is durable by then.
   */
  eraseTraces(): boolean;
}
