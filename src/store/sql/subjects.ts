/**
 * The queries on `users` and its shadow facedesk_subjects. A subject whose row of `users` is gone counts as gone, so every
 * reading query joins the two. Knows nothing of transactions or of other programs' rows: sql-store.ts and foreign-rows.ts do.
 */
import { setImmediate } from 'node:timers/promises';
import type { DisplayId, IdKey, SubjectId } from '../../domain/subject-id.js';
import type { Subject, UserRow } from '../index.js';
import { eraseFromImports } from './import-rows.js';
import type { Database, WriteTransaction } from './schema.js';
import { isOfOtherTime, toUtcSeconds, toWireTime, unknownTime } from './utc-seconds.js';

/** Rows per query of a listing: some 100 kB of memory, whatever the number of users. */
export const pageRows = 1000;

/** 'exchanged': the row of `users` that the subject was made for is gone, and another one has its id. */
export type FoundSubject = Subject | 'exchanged' | null;

export async function findSubject(db: Database, key: IdKey): Promise<FoundSubject> {
  return toSubject(await subjects(db).where('s.id_key', '=', key).executeTakeFirst());
}

export async function findSubjectByNo(db: Database, subjectNo: number): Promise<Subject | null> {
  return living(toSubject(await subjects(db).where('s.subject_no', '=', subjectNo).executeTakeFirst()));
}

export function living(found: FoundSubject): Subject | null {
  return found === 'exchanged' ? null : found;
}

function subjects(db: Database) {
  return db
    .selectFrom('facedesk_subjects as s')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .select(['s.subject_no', 's.user_id', 's.registered_at', 'u.timestamp'])
    .select((eb) =>
      eb
        .selectFrom('facedesk_templates as t')
        .whereRef('t.subject_no', '=', 's.subject_no')
        .where('t.origin', '=', 'enrolled')
        .select(eb.fn.countAll<number>().as('n'))
        .as('template_count'),
    );
}

interface SubjectRow {
  readonly subject_no: number;
  readonly user_id: string;
  readonly registered_at: string;
  readonly template_count: number | null;
}

function toSubject(row: (SubjectRow & { readonly timestamp: unknown }) | undefined): FoundSubject {
  if (row === undefined) return null;
  if (isOfOtherTime(row)) return 'exchanged';
  return {
    id: row.user_id as DisplayId,
    timestamp: toWireTime(row.registered_at),
    subjectNo: row.subject_no,
    templateCount: Number(row.template_count),
  };
}

/** Writes a new user and its subject. `time` is UTC, YYYY-MM-DD HH:MM:SS; what counts is what the table keeps of it. */
export async function insertSubject(trx: WriteTransaction, id: SubjectId, time: string): Promise<Subject> {
  // MySQL's TIMESTAMP begins a second after the time that stands for none.
  const written = time === unknownTime ? null : time;
  await trx.insertInto('users').values({ id: id.display, timestamp: written }).execute();
  const { timestamp } = await trx
    .selectFrom('users')
    .select('timestamp')
    .where('id', '=', id.display)
    .executeTakeFirstOrThrow();
  const registered_at = toUtcSeconds(timestamp);
  await trx
    .insertInto('facedesk_subjects')
    .values({ user_id: id.display, id_key: id.key, registered_at })
    .execute();
  const { subject_no } = await trx
    .selectFrom('facedesk_subjects')
    .select('subject_no')
    .where('id_key', '=', id.key)
    .executeTakeFirstOrThrow();
  return { id: id.display, timestamp: toWireTime(registered_at), subjectNo: subject_no, templateCount: 0 };
}

/** Deletes the user, its subject and, by cascade, its templates and photos; returns the photos' file names. */
export async function deleteUser(trx: WriteTransaction, subject: Subject): Promise<string[]> {
  const photos = await trx
    .selectFrom('facedesk_photos')
    .select('file_name')
    .where('subject_no', '=', subject.subjectNo)
    .orderBy('photo_no')
    .execute();
  await eraseFromImports(trx, subject.subjectNo);
  await trx.deleteFrom('users').where('id', '=', subject.id).execute();
  await trx.deleteFrom('facedesk_subjects').where('subject_no', '=', subject.subjectNo).execute();
  return photos.map((photo) => photo.file_name);
}

/** Oldest first; equal seconds in the order of registration. */
export async function* listUsers(db: Database): AsyncGenerator<UserRow> {
  for await (const { user_id, registered_at } of listSubjects(db)) {
    yield { id: user_id as DisplayId, timestamp: toWireTime(registered_at) };
  }
}

type ListedSubject = Omit<SubjectRow, 'template_count'>;

/** In the order of listUsers, as the tables have them. */
export async function* listSubjects(db: Database): AsyncGenerator<ListedSubject> {
  let last = { registered_at: '', subject_no: 0 };
  for (;;) {
    // Two plain ranges instead of one over both columns, which SQLite answers from the first alone: an import can put
    // every user into the same second.
    const sameSecond = await subjectPage(db, { inSecond: last.registered_at, afterNo: last.subject_no });
    const page =
      sameSecond.length > 0 ? sameSecond : await subjectPage(db, { afterSecond: last.registered_at });
    yield* page.filter((row) => row.living_id !== null);
    const end = page.at(-1);
    if (end === undefined) return;
    last = end;
    await setImmediate(); // A synchronous driver would otherwise keep every other request waiting to the end of the list.
  }
}

type PageStart = { readonly inSecond: string; readonly afterNo: number } | { readonly afterSecond: string };

/** The page is cut before it is joined, for the reason that templates.ts gives. Its living_id is null where the user is gone. */
async function subjectPage(db: Database, start: PageStart) {
  return db
    .selectFrom((eb) => {
      const ordered = eb
        .selectFrom('facedesk_subjects')
        .select(['subject_no', 'user_id', 'registered_at'])
        .orderBy('registered_at')
        .orderBy('subject_no')
        .limit(pageRows);
      const page =
        'inSecond' in start
          ? ordered.where('registered_at', '=', start.inSecond).where('subject_no', '>', start.afterNo)
          : ordered.where('registered_at', '>', start.afterSecond);
      return page.as('s');
    })
    .leftJoin('users as u', 'u.id', 's.user_id')
    .select(['s.subject_no', 's.user_id', 's.registered_at', 'u.id as living_id'])
    .orderBy('s.registered_at')
    .orderBy('s.subject_no')
    .execute();
}
