/**
 * The queries on faces of visits, sealed with the data key of the person whose id was claimed: who erases that person has
 * erased them. Whether any are to be kept is for services to say.
 */
import type { Database, WriteTransaction } from './schema.js';
import type { Sealing } from './sealing.js';

export interface NewProbe {
  readonly eventNo: number;
  readonly subjectNo: number;
  /** Of the event. */
  readonly at: string;
  readonly jpeg: Uint8Array;
}

/** Leaves it out where the person's data key is damaged: the event must not wait for that. */
export async function insertProbe(trx: WriteTransaction, sealing: Sealing, probe: NewProbe): Promise<void> {
  const { eventNo, subjectNo, at, jpeg } = probe;
  const seal = await sealing.sealUnlessDamaged(trx, subjectNo);
  if (seal === null) return;
  await trx
    .insertInto('facedesk_event_probes')
    .values({
      event_no: eventNo,
      subject_no: subjectNo,
      happened_at: at,
      jpeg: seal('probe', String(eventNo), jpeg),
    })
    .execute();
}

/** JPEG; null where none is kept, or it is damaged. */
export async function readProbe(db: Database, sealing: Sealing, eventNo: number): Promise<Uint8Array | null> {
  const rows = await db
    .selectFrom('facedesk_event_probes as p')
    .innerJoin('facedesk_subjects as s', 's.subject_no', 'p.subject_no')
    .innerJoin('users as u', 'u.id', 's.user_id')
    .leftJoin('facedesk_keys as k', 'k.subject_no', 'p.subject_no')
    .select(['p.event_no', 'p.subject_no', 'p.jpeg', 'k.key_id', 'k.wrapped_key'])
    .where('p.event_no', '=', eventNo)
    .execute();
  const [opened] = await sealing.open(rows, (row) => ({
    recordNo: row.event_no,
    kind: 'probe',
    madeFor: String(row.event_no),
    sealed: row.jpeg,
  }));
  return opened?.plain ?? null;
}

/** Erases up to `limit` of visits before a moment, the oldest first; how many they were. */
export async function purgeProbes(trx: WriteTransaction, before: string, limit: number): Promise<number> {
  const rows = await trx
    .selectFrom('facedesk_event_probes')
    .select('event_no')
    .where('happened_at', '<', before)
    .orderBy('happened_at')
    .limit(limit)
    .execute();
  if (rows.length === 0) return 0;
  const numbers = rows.map((row) => row.event_no);
  await trx.deleteFrom('facedesk_event_probes').where('event_no', 'in', numbers).execute();
  return rows.length;
}
