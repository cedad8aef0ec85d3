/** Ten thousand people and more in the SQLite file of a running desk, each as another program would add them: without a photo. */
import { DatabaseSync } from '@photostructure/sqlite';

/** P000001, P000002, …; written by SQL, as registering them one by one would take minutes. */
export function addManyPeople(file: string, count: number): void {
  const database = new DatabaseSync(file);
  try {
    database.exec(`
      BEGIN;
      INSERT INTO users (id, timestamp)
        WITH RECURSIVE numbers(no) AS (SELECT 1 UNION ALL SELECT no + 1 FROM numbers WHERE no < ${count})
        SELECT printf('P%06d', no), '2026-01-01 00:00:00' FROM numbers;
      INSERT INTO facedesk_subjects (user_id, id_key, registered_at)
        SELECT id, lower(id), timestamp FROM users WHERE id GLOB 'P[0-9][0-9][0-9][0-9][0-9][0-9]';
      COMMIT;`);
  } finally {
    database.close();
  }
}
