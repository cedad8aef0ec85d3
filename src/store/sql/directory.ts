/**
 * The queries on people with their metadata and groups. Lists are cut by keyset: each page starts behind the last person of
 * the one before, so that page 1,000 costs what page 1 does.
 */
import type { ExpressionBuilder, SelectQueryBuilder } from 'kysely';
import { type Metadata, searchableMembers } from '../../domain/metadata.js';
import type { DisplayId, IdKey } from '../../domain/subject-id.js';
import type {
  DirectoryEntry,
  DirectoryFilter,
  DirectoryPage,
  DirectoryStore,
  SubjectDetails,
} from '../directory.js';
import { groupNosOf } from './groups.js';
import type { PartOfStore } from './part-of-store.js';
import type { Database, Schema, WriteTransaction } from './schema.js';
import { insertSubject } from './subjects.js';
import { toWireTime, utcNow } from './utc-seconds.js';

type Window = Parameters<DirectoryStore['page']>[1];
type Subjects = Schema & { s: Schema['facedesk_subjects'] };
type Page = SelectQueryBuilder<Subjects, 's', object>;

export interface DirectoryParts extends PartOfStore {
  /** Takes over what other programs did to `users`. */
  readonly settle: () => Promise<void>;
}

export function createDirectoryStore({ db, run, write, settle }: DirectoryParts): DirectoryStore {
  return {
    find: (key) =>
      run(async () => {
        const query = db.selectFrom('facedesk_subjects as s').where('s.id_key', '=', key);
        const [row] = await listed(db, query, 's.subject_no');
        if (row === undefined || row.living_id === null) return null;
        return toEntry(row, await groupsOf(db, [row.subject_no]));
      }),
    page: (filter, window) =>
      run(async () => {
        await settle();
        return page(db, filter, window);
      }),
    register: (subjectId, details) =>
      run(
        () =>
          write(async (trx) => {
            const subject = await insertSubject(trx, subjectId, utcNow());
            await insertDetails(trx, subject.subjectNo, details);
            return subject;
          }),
        'user_already_exists',
      ),
    putMetadata: (subjectNo, metadata, version) =>
      run(() => write((trx) => replaceMetadata(trx, { subjectNo, metadata, version }))),
  };
}

/** Writes what came with a person's registration, in place of what was noted before. */
export async function insertDetails(
  trx: WriteTransaction,
  subjectNo: number,
  { metadata, groups }: SubjectDetails,
): Promise<void> {
  if (metadata !== undefined) await replaceMetadata(trx, { subjectNo, metadata });
  if (groups === undefined) return;
  await trx.deleteFrom('facedesk_group_members').where('subject_no', '=', subjectNo).execute();
  if (groups.length === 0) return;
  const rows = (await groupNosOf(trx, groups)).map((group_no) => ({ group_no, subject_no: subjectNo }));
  if (rows.length > 0) await trx.insertInto('facedesk_group_members').values(rows).execute();
}

interface NewMetadata {
  readonly subjectNo: number;
  readonly metadata: Metadata;
  /** What they have to be at before; absent where that does not matter. */
  readonly version?: number;
}

async function replaceMetadata(
  trx: WriteTransaction,
  { subjectNo, metadata, version }: NewMetadata,
): Promise<boolean> {
  const known = await trx
    .selectFrom('facedesk_subjects as s')
    .leftJoin('facedesk_metadata as m', 'm.subject_no', 's.subject_no')
    .select('m.version')
    .where('s.subject_no', '=', subjectNo)
    .executeTakeFirst();
  const standing = known?.version ?? 0;
  if (known === undefined || (version !== undefined && standing !== version)) return false;
  for (const table of ['facedesk_metadata', 'facedesk_metadata_values'] as const)
    await trx.deleteFrom(table).where('subject_no', '=', subjectNo).execute();
  await trx
    .insertInto('facedesk_metadata')
    .values({ subject_no: subjectNo, document: JSON.stringify(metadata), version: standing + 1 })
    .execute();
  const members = searchableMembers(metadata).map((member) => ({ subject_no: subjectNo, ...member }));
  if (members.length > 0) await trx.insertInto('facedesk_metadata_values').values(members).execute();
  return true;
}

async function page(db: Database, filter: DirectoryFilter, { limit, after }: Window): Promise<DirectoryPage> {
  const { idPrefix, subjectNos } = filter;
  if (subjectNos?.length === 0) return { entries: [], next: null };
  const order = idPrefix === undefined ? 's.subject_no' : 's.id_key';
  let subjects = filtered(db.selectFrom('facedesk_subjects as s'), filter).orderBy(order);
  if (idPrefix !== undefined) {
    // No key has a character above the last one of Unicode.
    const end = `${idPrefix}\u{10ffff}`;
    subjects = subjects.where('s.id_key', '>=', idPrefix).where('s.id_key', '<', end);
  }
  if (after !== undefined) {
    subjects =
      idPrefix === undefined
        ? subjects.where('s.subject_no', '>', after.subjectNo)
        : subjects.where('s.id_key', '>', after.idKey);
  }
  // One more than asked for tells whether there is a next page.
  const found = await listed(db, subjects.limit(limit + 1), order);
  const rows = found.slice(0, limit);
  const groups = await groupsOf(
    db,
    rows.map((row) => row.subject_no),
  );
  const last = found.length > limit ? rows.at(-1) : undefined;
  return {
    entries: rows.filter((row) => row.living_id !== null).map((row) => toEntry(row, groups)),
    next: last === undefined ? null : { subjectNo: last.subject_no, idKey: last.id_key as IdKey },
  };
}

function filtered(subjects: Page, { metadata = [], enrolled, groupId, subjectNos }: DirectoryFilter): Page {
  let query = subjects;
  if (subjectNos !== undefined) query = query.where('s.subject_no', 'in', subjectNos);
  for (const { name, values } of metadata) {
    query = query.where('s.subject_no', 'in', (eb) =>
      eb
        .selectFrom('facedesk_metadata_values as v')
        .select('v.subject_no')
        .where('v.name', '=', name)
        .where('v.value', 'in', values),
    );
  }
  if (groupId !== undefined) {
    query = query.where('s.subject_no', 'in', (eb) =>
      eb
        .selectFrom('facedesk_group_members as m')
        .innerJoin('facedesk_groups as g', 'g.group_no', 'm.group_no')
        .select('m.subject_no')
        .where('g.group_id', '=', groupId),
    );
  }
  if (enrolled === undefined) return query;
  return query.where((eb) => (enrolled ? eb.exists(anyTemplate(eb)) : eb.not(eb.exists(anyTemplate(eb)))));
}

/** Those that a person is compared by: see 0004-several-photos.ts. */
function anyTemplate(eb: ExpressionBuilder<Subjects, 's'>) {
  return eb
    .selectFrom('facedesk_templates as t')
    .select('t.template_no')
    .whereRef('t.subject_no', '=', 's.subject_no')
    .where('t.origin', '!=', 'proposed');
}

/** Joined after the page is cut, for the reason that templates.ts gives. */
async function listed(db: Database, subjects: Page, order: 's.subject_no' | 's.id_key') {
  return db
    .selectFrom(subjects.select(['s.subject_no', 's.user_id', 's.id_key', 's.registered_at']).as('s'))
    .leftJoin('users as u', 'u.id', 's.user_id')
    .leftJoin('facedesk_metadata as d', 'd.subject_no', 's.subject_no')
    .select(['s.subject_no', 's.user_id', 's.id_key', 's.registered_at'])
    .select(['u.id as living_id', 'd.document', 'd.version'])
    .select((eb) =>
      eb
        .selectFrom('facedesk_templates as t')
        .whereRef('t.subject_no', '=', 's.subject_no')
        .where('t.origin', '!=', 'proposed')
        .select(eb.fn.countAll<number>().as('n'))
        .as('template_count'),
    )
    .orderBy(order)
    .execute();
}

type Row = Awaited<ReturnType<typeof listed>>[number];
type GroupsBySubject = ReadonlyMap<number, readonly string[]>;

async function groupsOf(db: Database, subjectNos: readonly number[]): Promise<GroupsBySubject> {
  const groups = new Map<number, string[]>();
  if (subjectNos.length === 0) return groups;
  const rows = await db
    .selectFrom('facedesk_group_members as m')
    .innerJoin('facedesk_groups as g', 'g.group_no', 'm.group_no')
    .select(['m.subject_no', 'g.group_id'])
    .where('m.subject_no', 'in', subjectNos)
    .orderBy('g.group_id')
    .execute();
  for (const { subject_no, group_id } of rows) {
    const known = groups.get(subject_no);
    if (known === undefined) groups.set(subject_no, [group_id]);
    else known.push(group_id);
  }
  return groups;
}

function toEntry(row: Row, groups: GroupsBySubject): DirectoryEntry {
  return {
    id: row.user_id as DisplayId,
    idKey: row.id_key as IdKey,
    timestamp: toWireTime(row.registered_at),
    subjectNo: row.subject_no,
    templateCount: Number(row.template_count),
    metadata: row.document === null ? {} : (JSON.parse(row.document) as Metadata),
    metadataVersion: row.version ?? 0,
    groups: groups.get(row.subject_no) ?? [],
  };
}
