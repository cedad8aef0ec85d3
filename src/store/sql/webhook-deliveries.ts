/** The queries of delivery: how far each webhook is, and what waits beside the line or is dead. */
import type {
  DeliveryNote,
  DeliveryRecord,
  DeliveryState,
  WebhookProgress,
  WebhookRecord,
  WebhookStore,
} from '../webhook-store.js';
import { filteredEvents, toEvent } from './events.js';
import type { PartOfStore } from './part-of-store.js';
import type { Database, WriteTransaction } from './schema.js';

type DeliveryStore = Pick<
  WebhookStore,
  'save' | 'note' | 'settle' | 'due' | 'countWaiting' | 'giveUp' | 'deliveries' | 'replay' | 'replaySince'
>;

export function createDeliveryStore({ db, run, write }: PartOfStore): DeliveryStore {
  return {
    save: (progress) => run(() => write((trx) => saveAll(trx, progress))),
    note: (delivery) => run(() => write((trx) => note(trx, delivery))),
    settle: (webhookNo, eventNo) => run(() => write((trx) => settle(trx, webhookNo, eventNo))),
    due: (at, limit) => run(() => listDue(db, at, limit)),
    countWaiting: (webhookNo) =>
      run(async () => {
        const { n } = await db
          .selectFrom('facedesk_webhook_deliveries')
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .where('webhook_no', '=', webhookNo)
          .where('state', '=', 'waiting')
          .executeTakeFirstOrThrow();
        return Number(n);
      }),
    giveUp: (webhook, before, limit) => run(() => write((trx) => giveUp(trx, webhook, before, limit))),
    deliveries: (webhookNo, window) => run(() => listDeliveries(db, webhookNo, window)),
    replay: (webhookNo, eventNo, at) =>
      run(() =>
        write(async (trx) => {
          const changed = await trx
            .updateTable('facedesk_webhook_deliveries')
            .set({ state: 'waiting', attempts: 0, since: at, retry_at: at, problem: null })
            .where('webhook_no', '=', webhookNo)
            .where('event_no', '=', eventNo)
            .executeTakeFirst();
          return changed.numUpdatedRows > 0n;
        }),
      ),
    replaySince: (webhookNo, since, at) => run(() => write((trx) => replaySince(trx, webhookNo, since, at))),
  };
}

async function saveAll(trx: WriteTransaction, progress: readonly WebhookProgress[]): Promise<void> {
  for (const { webhookNo, version, ...now } of progress) {
    await trx
      .updateTable('facedesk_webhooks')
      .set({
        state: now.state,
        done_no: now.doneNo,
        failures: now.failures,
        failing_since: now.failingSince,
        retry_at: now.retryAt,
        problem: now.problem,
        delivered_at: now.deliveredAt,
      })
      .where('webhook_no', '=', webhookNo)
      .where('version', '=', version)
      .execute();
  }
}

async function listDue(db: Database, at: string, limit: number): Promise<DeliveryRecord[]> {
  const rows = await described(db)
    .innerJoin('facedesk_webhooks as w', 'w.webhook_no', 'd.webhook_no')
    .where('d.state', '=', 'waiting')
    .where('d.retry_at', '<=', at)
    .where('w.state', '=', 'active')
    .where('w.failures', '=', 0)
    .orderBy('d.retry_at')
    .limit(limit)
    .execute();
  return rows.map(toDelivery);
}

async function listDeliveries(
  db: Database,
  webhookNo: number,
  { state, limit, below }: Parameters<WebhookStore['deliveries']>[1],
): Promise<DeliveryRecord[]> {
  let query = described(db).where('d.webhook_no', '=', webhookNo).orderBy('d.event_no', 'desc').limit(limit);
  if (state !== undefined) query = query.where('d.state', '=', state);
  if (below !== undefined) query = query.where('d.event_no', '<', below);
  return (await query.execute()).map(toDelivery);
}

/** Events with the notes of a delivery. */
function described(db: Database) {
  return filteredEvents(db, {})
    .innerJoin('facedesk_webhook_deliveries as d', 'd.event_no', 'e.event_no')
    .select(['d.webhook_no', 'd.state', 'd.attempts', 'd.since', 'd.retry_at', 'd.problem']);
}

type Row = Awaited<ReturnType<ReturnType<typeof described>['execute']>>[number];

function toDelivery(row: Row): DeliveryRecord {
  return {
    webhookNo: row.webhook_no,
    state: row.state as DeliveryState,
    attempts: row.attempts,
    since: row.since,
    retryAt: row.retry_at,
    problem: row.problem,
    event: toEvent(row),
  };
}

async function note(trx: WriteTransaction, delivery: DeliveryNote): Promise<void> {
  const { webhookNo, eventNo, state, attempts, since, retryAt, problem } = delivery;
  const webhook = await trx
    .selectFrom('facedesk_webhooks')
    .select('webhook_no')
    .where('webhook_no', '=', webhookNo)
    .executeTakeFirst();
  const event = await trx
    .selectFrom('facedesk_events')
    .select('event_no')
    .where('event_no', '=', eventNo)
    .executeTakeFirst();
  if (webhook === undefined || event === undefined) return;
  await settle(trx, webhookNo, eventNo);
  await trx
    .insertInto('facedesk_webhook_deliveries')
    .values({ webhook_no: webhookNo, event_no: eventNo, state, attempts, since, retry_at: retryAt, problem })
    .execute();
}

async function settle(trx: WriteTransaction, webhookNo: number, eventNo: number): Promise<void> {
  await trx
    .deleteFrom('facedesk_webhook_deliveries')
    .where('webhook_no', '=', webhookNo)
    .where('event_no', '=', eventNo)
    .execute();
}

async function giveUp(
  trx: WriteTransaction,
  { webhookNo, version, doneNo, kinds, problem }: WebhookRecord,
  before: string,
  limit: number,
): Promise<number> {
  const now = await trx
    .selectFrom('facedesk_webhooks')
    .select('version')
    .where('webhook_no', '=', webhookNo)
    .executeTakeFirst();
  if (now?.version !== version) return doneNo;
  await trx
    .updateTable('facedesk_webhook_deliveries')
    .set({ state: 'dead', retry_at: null })
    .where('webhook_no', '=', webhookNo)
    .where('state', '=', 'waiting')
    .where('since', '<', before)
    .execute();
  let old = trx
    .selectFrom('facedesk_events')
    .select(['event_no', 'happened_at'])
    .where('event_no', '>', doneNo)
    .where('happened_at', '<', before)
    .orderBy('event_no')
    .limit(limit);
  if (kinds.length > 0) old = old.where('kind', 'in', kinds);
  const rows = await old.execute();
  if (rows.length === 0) return doneNo;
  const numbers = rows.map(({ event_no }) => event_no);
  await trx
    .deleteFrom('facedesk_webhook_deliveries')
    .where('webhook_no', '=', webhookNo)
    .where('event_no', 'in', numbers)
    .execute();
  const notes = rows.map(({ event_no, happened_at }) => ({
    webhook_no: webhookNo,
    event_no,
    state: 'dead',
    attempts: 0,
    since: happened_at,
    retry_at: null,
    problem,
  }));
  await trx.insertInto('facedesk_webhook_deliveries').values(notes).execute();
  const lastNo = numbers.at(-1)!;
  await trx
    .updateTable('facedesk_webhooks')
    .set({ done_no: lastNo })
    .where('webhook_no', '=', webhookNo)
    .execute();
  return lastNo;
}

/** What waits or is dead from then on is sent with the rest, so it leaves the deliveries. */
async function replaySince(
  trx: WriteTransaction,
  webhookNo: number,
  since: string,
  at: string,
): Promise<void> {
  const first = await trx
    .selectFrom('facedesk_events')
    .select(({ fn }) => fn.min('event_no').as('event_no'))
    .where('happened_at', '>=', since)
    .executeTakeFirst();
  const firstNo = first?.event_no;
  if (firstNo === undefined || firstNo === null) return;
  await trx
    .deleteFrom('facedesk_webhook_deliveries')
    .where('webhook_no', '=', webhookNo)
    .where('event_no', '>=', firstNo)
    .execute();
  const webhook = await trx
    .selectFrom('facedesk_webhooks')
    .select(['done_no', 'version'])
    .where('webhook_no', '=', webhookNo)
    .executeTakeFirst();
  if (webhook === undefined) return;
  await trx
    .updateTable('facedesk_webhooks')
    .set({
      version: webhook.version + 1,
      resumed_at: at,
      retry_at: null,
      done_no: Math.min(webhook.done_no, firstNo - 1),
    })
    .where('webhook_no', '=', webhookNo)
    .execute();
}
