/**
 * How the library's column users.id compares: its character set and its collation are whatever the database had as default
 * when the table was made. A copy of the id with the same rule can be joined to it by the indexes of both; with another rule
 * MySQL would read the whole table for every question.
 */
import { sql } from 'kysely';
import type { Database } from '../sql/schema.js';

export interface TextRule {
  readonly characterSet: string;
  readonly collation: string;
}

/** Where `users` is not there yet it is made with this: byte by byte, so that the database has no say in which ids are equal. */
export const byteWise: TextRule = { characterSet: 'utf8mb4', collation: 'utf8mb4_bin' };

export interface UsersTable {
  readonly text: TextRule;
  /** InnoDB, or one that knows no transactions. */
  readonly storageEngine: string;
}

/** Null where the table is not there. */
export async function usersTable(db: Database): Promise<UsersTable | null> {
  const text = await textRule(db, 'users', 'id');
  if (text === null) return null;
  const { rows } = await sql<{ name: string }>`SELECT engine AS name FROM information_schema.tables
    WHERE table_schema = database() AND table_name = 'users'`.execute(db);
  return { text, storageEngine: rows[0]?.name ?? 'unknown' };
}

/** The statement that makes facedesk's copy of the id compare as users.id does now, or null where it does. */
export async function realignment(db: Database): Promise<string | null> {
  const [users, copy] = [
    await textRule(db, 'users', 'id'),
    await textRule(db, 'facedesk_subjects', 'user_id'),
  ];
  if (users === null || copy === null || users.collation === copy.collation) return null;
  return `ALTER TABLE facedesk_subjects MODIFY user_id varchar(255) ${collationSql(users)} NOT NULL`;
}

export function collationSql({ characterSet, collation }: TextRule): string {
  return `CHARACTER SET ${characterSet} COLLATE ${collation}`;
}

/** Null where the column is not there or holds no text. */
async function textRule(db: Database, table: string, column: string): Promise<TextRule | null> {
  const { rows } = await sql<{ characterSet: string | null; collation: string | null }>`
    SELECT character_set_name AS characterSet, collation_name AS collation FROM information_schema.columns
    WHERE table_schema = database() AND table_name = ${table} AND column_name = ${column}`.execute(db);
  const { characterSet, collation } = rows[0] ?? {};
  return characterSet && collation ? { characterSet, collation } : null;
}
