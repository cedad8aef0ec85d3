/** What the shared queries must know about MySQL and MariaDB. */
import { sql } from 'kysely';
import type { Capabilities, ColumnTypes } from '../sql/capabilities.js';
import { DriverError } from '../sql/driver-error.js';
import { createExclusiveWriter } from '../sql/exclusive-writer.js';
import { classifyError } from './classify-error.js';
import { collationSql, type TextRule } from './users-column.js';

/** ER_TABLE_EXISTS_ERROR, ER_DUP_FIELDNAME, ER_DUP_KEYNAME: a statement that declares is a transaction of its own here. */
const thereAlready = ['1050', '1060', '1061'];

export interface MysqlTraits {
  /** "MariaDB 10.11.19", "MySQL 8.4.2". */
  readonly engine: string;
  /** How users.id compares, where it is there; how it will, where it is not. */
  readonly usersText: TextRule;
  readonly foreignRowsHoldMs: number;
}

export function mysqlCapabilities({ engine, usersText, foreignRowsHoldMs }: MysqlTraits): Capabilities {
  return {
    engine,
    columnTypes: columnTypes(usersText),
    classifyError,
    foreignCommitToken: () => NaN,
    foreignRowsHoldMs,
    findsMissingRowsBy: 'not exists',
    write: createExclusiveWriter(),
    // Pages are overwritten by InnoDB's own purge, some time after the commit.
    eraseTraces: () => true,
  };
}

function columnTypes(usersText: TextRule): ColumnTypes {
  return {
    rowNumber: { type: 'integer', autoIncrement: true },
    usersId: sql.raw('VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'),
    userId: sql.raw(`varchar(255) ${collationSql(usersText)}`),
    // As bytes, but for blanks at the end, which no key has. Lower case can be three times as long; 3060 bytes may be indexed.
    idKey: sql.raw('varchar(765) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'),
    features: 'blob',
    // Up to 16 MB. The word is missing from Kysely's list.
    jpeg: sql.raw('mediumblob'),
    tableEnd: sql.raw('ENGINE = InnoDB ROW_FORMAT = DYNAMIC CHARACTER SET utf8mb4 COLLATE utf8mb4_bin'),
    isThereAlready: (error) => error instanceof DriverError && thereAlready.includes(error.code),
  };
}
