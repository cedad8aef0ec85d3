/** Looks at the service's SQLite file from outside, through a connection of its own, for what must always hold in it. */
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { DatabaseSync } from '@photostructure/sqlite';

export interface DatabaseState {
  /** SQLite's own verdict: one line, "ok". */
  readonly integrity: readonly string[];
  readonly brokenReferences: readonly unknown[];
  /** Expected ids that `users` does not hold. */
  readonly lost: readonly string[];
  /** Subjects that have not exactly one template, one photo, and one key that both are sealed with. */
  readonly notWhole: readonly unknown[];
  readonly usersWithoutSubject: readonly unknown[];
  readonly subjectsWithoutUser: readonly unknown[];
  /** How many rows `users` has. */
  readonly enrolled: number;
}

/** For a file in which every user came by way of a registration that keeps its photo. */
export function inspectDatabase(path: string, expectedIds: Iterable<string>): DatabaseState {
  const database = new DatabaseSync(path);
  try {
    const rows = (sql: string): Record<string, unknown>[] =>
      database.prepare(sql).all() as Record<string, unknown>[];
    const users = new Set(rows('SELECT id FROM users').map(({ id }) => String(id)));
    return {
      integrity: rows('PRAGMA integrity_check').map((row) => String(row['integrity_check'])),
      brokenReferences: rows('PRAGMA foreign_key_check'),
      lost: [...expectedIds].filter((id) => !users.has(id)),
      notWhole: rows(`
        SELECT user_id, templates, photos, keys FROM (
          SELECT user_id,
            (SELECT count(*) FROM facedesk_templates AS t WHERE t.subject_no = s.subject_no) AS templates,
            (SELECT count(*) FROM facedesk_photos AS p WHERE p.subject_no = s.subject_no) AS photos,
            (SELECT count(*) FROM facedesk_keys AS k WHERE k.subject_no = s.subject_no) AS keys
          FROM facedesk_subjects AS s)
        WHERE templates <> 1 OR photos <> 1 OR keys <> 1`),
      usersWithoutSubject: rows(
        'SELECT id FROM users WHERE id NOT IN (SELECT user_id FROM facedesk_subjects)',
      ),
      subjectsWithoutUser: rows(
        'SELECT user_id FROM facedesk_subjects WHERE user_id NOT IN (SELECT id FROM users)',
      ),
      enrolled: users.size,
    };
  } finally {
    database.close();
  }
}

/**
 * Lets go of files that were inspected. A connection that is closed stays open, and holds its lock, until the garbage collector
 * has taken its statements, which this package cannot be told to end.
 */
export async function letGoOfDatabases(): Promise<void> {
  setFlagsFromString('--expose_gc');
  (runInNewContext('gc') as () => void)();
  await setImmediate();
}
