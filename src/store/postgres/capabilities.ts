/** What the shared queries must know about PostgreSQL. */
import { sql } from 'kysely';
import type { Capabilities } from '../sql/capabilities.js';
import { createExclusiveWriter } from '../sql/exclusive-writer.js';
import { classifyError } from './classify-error.js';

export interface PostgresTraits {
  /** "PostgreSQL 15.18". */
  readonly engine: string;
  readonly foreignRowsHoldMs: number;
}

export function postgresCapabilities({ engine, foreignRowsHoldMs }: PostgresTraits): Capabilities {
  return {
    engine,
    columnTypes: {
      rowNumber: { type: 'serial', autoIncrement: false },
      usersId: sql`VARCHAR(255)`,
      userId: 'varchar(255)',
      // Every ordinary collation of PostgreSQL takes only equal bytes for equal; this one also sorts by them, which is faster.
      idKey: sql.raw('text COLLATE "C"'),
      features: 'bytea',
      jpeg: 'bytea',
    },
    classifyError,
    foreignCommitToken: () => NaN,
    foreignRowsHoldMs,
    findsMissingRowsBy: 'not exists',
    write: createExclusiveWriter(),
    // Rows are overwritten after the server's own vacuum.
    eraseTraces: () => true,
  };
}
