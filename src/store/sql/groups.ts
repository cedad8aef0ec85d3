/** The queries on groups and who belongs to them. A group knows people by their numbers, and goes without touching them. */
import type { Group, GroupStore } from '../directory.js';
import type { PartOfStore } from './part-of-store.js';
import type { Database, WriteTransaction } from './schema.js';
import { toWireTime, utcNow } from './utc-seconds.js';

export function createGroupStore({ db, run, write }: PartOfStore): GroupStore {
  return {
    page: ({ limit, after }) =>
      run(async () => {
        const groups = described(db).orderBy('g.group_id').limit(limit);
        const rows = await (after === undefined ? groups : groups.where('g.group_id', '>', after)).execute();
        return rows.map(toGroup);
      }),
    find: (groupId) =>
      run(async () => {
        const row = await described(db).where('g.group_id', '=', groupId).executeTakeFirst();
        return row === undefined ? null : toGroup(row);
      }),
    create: ({ groupId, description }) =>
      run(() =>
        write(async (trx) => {
          if ((await groupNosOf(trx, [groupId])).length > 0) return false;
          await trx
            .insertInto('facedesk_groups')
            .values({ group_id: groupId, description, created_at: utcNow() })
            .execute();
          return true;
        }),
      ),
    delete: (groupId) =>
      run(() =>
        write(async (trx) => {
          const deleted = await trx
            .deleteFrom('facedesk_groups')
            .where('group_id', '=', groupId)
            .executeTakeFirst();
          return deleted.numDeletedRows > 0n;
        }),
      ),
    addMember: (groupId, subjectNo) => run(() => write((trx) => addMember(trx, groupId, subjectNo))),
    removeMember: (groupId, subjectNo) =>
      run(() =>
        write(async (trx) => {
          const [groupNo] = await groupNosOf(trx, [groupId]);
          if (groupNo === undefined) return false;
          await removeMember(trx, groupNo, subjectNo);
          return true;
        }),
      ),
    membersOf: (groupIds) =>
      run(async () => {
        if (groupIds.length === 0) return [];
        const rows = await db
          .selectFrom('facedesk_group_members as m')
          .innerJoin('facedesk_groups as g', 'g.group_no', 'm.group_no')
          .select('m.subject_no')
          .distinct()
          .where('g.group_id', 'in', groupIds)
          .execute();
        return rows.map((row) => row.subject_no);
      }),
  };
}

/** The numbers of those groups that there are. */
export async function groupNosOf(db: Database, groupIds: readonly string[]): Promise<number[]> {
  const rows = await db
    .selectFrom('facedesk_groups')
    .select('group_no')
    .where('group_id', 'in', groupIds)
    .execute();
  return rows.map((row) => row.group_no);
}

async function addMember(trx: WriteTransaction, groupId: string, subjectNo: number): Promise<boolean> {
  const [groupNo] = await groupNosOf(trx, [groupId]);
  const subject = await trx
    .selectFrom('facedesk_subjects')
    .select('subject_no')
    .where('subject_no', '=', subjectNo)
    .executeTakeFirst();
  if (groupNo === undefined || subject === undefined) return false;
  await removeMember(trx, groupNo, subjectNo);
  await trx
    .insertInto('facedesk_group_members')
    .values({ group_no: groupNo, subject_no: subjectNo })
    .execute();
  return true;
}

async function removeMember(trx: WriteTransaction, groupNo: number, subjectNo: number): Promise<void> {
  await trx
    .deleteFrom('facedesk_group_members')
    .where('group_no', '=', groupNo)
    .where('subject_no', '=', subjectNo)
    .execute();
}

function described(db: Database) {
  return db
    .selectFrom('facedesk_groups as g')
    .select(['g.group_id', 'g.description', 'g.created_at'])
    .select((eb) =>
      eb
        .selectFrom('facedesk_group_members as m')
        .whereRef('m.group_no', '=', 'g.group_no')
        .select(eb.fn.countAll<number>().as('n'))
        .as('member_count'),
    );
}

type Row = Awaited<ReturnType<ReturnType<typeof described>['execute']>>[number];

function toGroup({ group_id, description, created_at, member_count }: Row): Group {
  return {
    groupId: group_id,
    description,
    createdAt: toWireTime(created_at),
    memberCount: Number(member_count),
  };
}
