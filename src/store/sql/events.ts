/**
 * The queries on events. Numbers become visible in their order, since one transaction writes at a time (Capabilities.write),
 * so whoever reads on from the last number that they saw misses nothing.
 */
import type { EventFilter, EventStore, NewEvent, StoredEvent, VerdictFeedback } from '../events.js';
import type { PartOfStore } from './part-of-store.js';
import { insertProbe, purgeProbes, readProbe } from './probes.js';
import type { Database, WriteTransaction } from './schema.js';
import type { Sealing } from './sealing.js';
import { addToTallies } from './tallies.js';

export interface EventStoreParts extends PartOfStore {
  readonly sealing: Sealing;
  /** For what takes sealed bytes away, which must not be left in the files. */
  readonly writeAndErase: PartOfStore['write'];
}

export function createEventStore({ db, sealing, run, write, writeAndErase }: EventStoreParts): EventStore {
  return {
    append: (events) => run(() => write((trx) => append(trx, sealing, events))),
    page: (filter, { limit, below }) =>
      run(async () => {
        let query = filteredEvents(db, filter).orderBy('e.event_no', 'desc').limit(limit);
        if (below !== undefined) query = query.where('e.event_no', '<', below);
        return (await query.execute()).map(toEvent);
      }),
    since: (above, limit, filter = {}) =>
      run(async () => {
        const query = filteredEvents(db, filter)
          .where('e.event_no', '>', above)
          .orderBy('e.event_no')
          .limit(limit);
        return (await query.execute()).map(toEvent);
      }),
    find: (eventNo) =>
      run(async () => {
        const row = await filteredEvents(db, {}).where('e.event_no', '=', eventNo).executeTakeFirst();
        return row === undefined ? null : toEvent(row);
      }),
    probe: (eventNo) => run(() => readProbe(db, sealing, eventNo)),
    putFeedback: (eventNo, feedback) => run(() => write((trx) => putFeedback(trx, eventNo, feedback))),
    feedbackBetween: (from, before) =>
      run(async () => {
        const rows = await db
          .selectFrom('facedesk_event_feedback as f')
          .innerJoin('facedesk_events as e', 'e.event_no', 'f.event_no')
          .select(['e.happened_at', 'e.outcome', 'f.is_correct'])
          .where('e.happened_at', '>=', from)
          .where('e.happened_at', '<', before)
          .execute();
        return rows.map((row) => ({
          ...{ at: row.happened_at, outcome: row.outcome, correct: row.is_correct === 1 },
        }));
      }),
    newest: () => run(() => newestNo(db)),
    purge: (before, limit) => run(() => write((trx) => purge(trx, before, limit))),
    purgeProbes: (before, limit) => run(() => writeAndErase((trx) => purgeProbes(trx, before, limit))),
  };
}

async function append(trx: WriteTransaction, sealing: Sealing, events: readonly NewEvent[]): Promise<void> {
  const living = await livingAmong(
    trx,
    events.flatMap((event) => event.subjectNo ?? []),
  );
  for (const event of events) {
    const isGone = event.subjectNo !== undefined && !living.has(event.subjectNo);
    const subjectNo = isGone ? null : (event.subjectNo ?? null);
    await insert(trx, event, subjectNo);
    if (event.probe === undefined || subjectNo === null) continue;
    await insertProbe(trx, sealing, {
      ...{ eventNo: await newestNo(trx), subjectNo },
      ...{ at: event.at, jpeg: event.probe },
    });
  }
  await addToTallies(trx, events);
}

async function insert(trx: WriteTransaction, event: NewEvent, subjectNo: number | null): Promise<void> {
  await trx
    .insertInto('facedesk_events')
    .values({
      happened_at: event.at,
      kind: event.kind,
      outcome: event.outcome ?? null,
      reason: event.reason ?? null,
      key_id: event.keyId ?? null,
      request_id: event.requestId ?? null,
      subject_no: subjectNo,
    })
    .execute();
  if (event.receipt === undefined || (event.subjectNo !== undefined && subjectNo === null)) return;
  await trx
    .insertInto('facedesk_event_receipts')
    .columns(['event_no', 'subject_no', 'document'])
    .expression((eb) =>
      eb
        .selectFrom('facedesk_events')
        .select((of) => [
          of.fn.max('event_no').as('event_no'),
          of.val(subjectNo).as('subject_no'),
          of.val(event.receipt!).as('document'),
        ]),
    )
    .execute();
}

async function newestNo(db: Database): Promise<number> {
  const row = await db
    .selectFrom('facedesk_events')
    .select('event_no')
    .orderBy('event_no', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.event_no ?? 0;
}

/** Under the person that the event is about now, so that it goes with them. */
async function putFeedback(
  trx: WriteTransaction,
  eventNo: number,
  { correct, note, keyId, at }: VerdictFeedback,
): Promise<boolean> {
  const event = await trx
    .selectFrom('facedesk_events')
    .select('subject_no')
    .where('event_no', '=', eventNo)
    .executeTakeFirst();
  if (event === undefined) return false;
  await trx.deleteFrom('facedesk_event_feedback').where('event_no', '=', eventNo).execute();
  await trx
    .insertInto('facedesk_event_feedback')
    .values({
      event_no: eventNo,
      subject_no: event.subject_no,
      is_correct: correct ? 1 : 0,
      note: note ?? null,
      key_id: keyId ?? null,
      given_at: at,
    })
    .execute();
  return true;
}

async function livingAmong(
  trx: WriteTransaction,
  subjectNos: readonly number[],
): Promise<ReadonlySet<number>> {
  if (subjectNos.length === 0) return new Set();
  const rows = await trx
    .selectFrom('facedesk_subjects')
    .select('subject_no')
    .where('subject_no', 'in', [...new Set(subjectNos)])
    .execute();
  return new Set(rows.map((row) => row.subject_no));
}

async function purge(trx: WriteTransaction, before: string, limit: number): Promise<number> {
  const rows = await trx
    .selectFrom('facedesk_events')
    .select('event_no')
    .where('happened_at', '<', before)
    .orderBy('happened_at')
    .limit(limit)
    .execute();
  if (rows.length === 0) return 0;
  const numbers = rows.map((row) => row.event_no);
  await trx.deleteFrom('facedesk_events').where('event_no', 'in', numbers).execute();
  return rows.length;
}

export function filteredEvents(
  db: Database,
  { subjectNo, kinds, outcomes, requestIds, from, before }: EventFilter,
) {
  let query = db
    .selectFrom('facedesk_events as e')
    .leftJoin('facedesk_subjects as s', 's.subject_no', 'e.subject_no')
    .leftJoin('facedesk_event_receipts as r', 'r.event_no', 'e.event_no')
    .leftJoin('facedesk_event_feedback as f', 'f.event_no', 'e.event_no')
    .leftJoin('facedesk_event_probes as p', 'p.event_no', 'e.event_no')
    .selectAll('e')
    .select(['s.user_id', 'r.document', 'p.event_no as probe_of'])
    .select(['f.is_correct', 'f.note', 'f.key_id as feedback_key_id', 'f.given_at']);
  if (subjectNo !== undefined) query = query.where('e.subject_no', '=', subjectNo);
  if (kinds !== undefined) query = query.where('e.kind', 'in', kinds);
  if (outcomes !== undefined) query = query.where('e.outcome', 'in', outcomes);
  if (requestIds !== undefined) query = query.where('e.request_id', 'in', requestIds);
  if (from !== undefined) query = query.where('e.happened_at', '>=', from);
  if (before !== undefined) query = query.where('e.happened_at', '<', before);
  return query;
}

type Row = Awaited<ReturnType<ReturnType<typeof filteredEvents>['execute']>>[number];

export function toEvent(row: Row): StoredEvent {
  return {
    eventNo: row.event_no,
    at: row.happened_at,
    kind: row.kind,
    ...(row.outcome !== null && { outcome: row.outcome }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.key_id !== null && { keyId: row.key_id }),
    ...(row.request_id !== null && { requestId: row.request_id }),
    ...(row.subject_no !== null && { subjectNo: row.subject_no }),
    ...(row.user_id !== null && { subjectId: row.user_id }),
    ...(row.document !== null && { receipt: row.document }),
    ...(row.given_at !== null && { feedback: feedbackIn(row) }),
    ...(row.probe_of !== null && { hasProbe: true as const }),
  };
}

function feedbackIn({
  is_correct: isCorrect,
  note,
  feedback_key_id: keyId,
  given_at: at,
}: Row): VerdictFeedback {
  return {
    correct: isCorrect === 1,
    ...(note !== null && { note }),
    ...(keyId !== null && { keyId }),
    at: at!,
  };
}
