/** The queries on webhooks themselves: who is told what, and the sealed secrets that it is signed with. */
import { openWebhookSecret, sealWebhookSecret } from '../../sealing/index.js';
import type {
  NewWebhook,
  WebhookChanges,
  WebhookRecord,
  WebhookState,
  WebhookStore,
} from '../webhook-store.js';
import { createLeaseStore } from './leases.js';
import type { PartOfStore } from './part-of-store.js';
import type { Database, Schema, WriteTransaction } from './schema.js';
import { keyInState, type Sealing } from './sealing.js';
import { createWebhookCounts } from './webhook-counts.js';
import { createDeliveryStore } from './webhook-deliveries.js';
import type { Selectable } from 'kysely';

export interface WebhookStoreParts extends PartOfStore {
  readonly sealing: Sealing;
}

export function createWebhookStore(parts: WebhookStoreParts): WebhookStore {
  const { db, sealing, run, write } = parts;
  return {
    ...createDeliveryStore(parts),
    ...createLeaseStore(parts),
    ...createWebhookCounts(parts),
    page: ({ limit, after = 0 }) =>
      run(async () => {
        const rows = await db
          .selectFrom('facedesk_webhooks')
          .selectAll()
          .where('webhook_no', '>', after)
          .orderBy('webhook_no')
          .limit(limit)
          .execute();
        return rows.map(toWebhook);
      }),
    find: (webhookId) => run(() => find(db, webhookId)),
    add: (webhook, secret, most) =>
      run(() =>
        write(async (trx) => (await countWebhooks(trx)) < most && insert(trx, sealing, webhook, secret)),
      ),
    change: (webhookId, changes, at) => run(() => write((trx) => change(trx, webhookId, changes, at))),
    remove: (webhookId) =>
      run(() =>
        write(async (trx) => {
          const deleted = await trx
            .deleteFrom('facedesk_webhooks')
            .where('webhook_id', '=', webhookId)
            .executeTakeFirst();
          return deleted.numDeletedRows > 0n;
        }),
      ),
    rotate: (webhookId, secret, earlierUntil) =>
      run(() => write((trx) => rotate(trx, sealing, { webhookId, secret, earlierUntil }))),
    secretsOf: (webhookId, at) => run(() => secretsOf(db, sealing, webhookId, at)),
    fingerprint: () => run(() => fingerprint(db)),
  };
}

async function insert(
  trx: WriteTransaction,
  sealing: Sealing,
  { webhookId, url, kinds, description, withScores, keyId, doneNo, at }: NewWebhook,
  secret: Uint8Array,
): Promise<true> {
  await trx
    .insertInto('facedesk_webhooks')
    .values({
      webhook_id: webhookId,
      url,
      kinds: JSON.stringify(kinds),
      description,
      with_scores: Number(withScores),
      key_id: keyId,
      created_at: at,
      version: 1,
      state: 'active',
      done_no: doneNo,
      resumed_at: at,
      failures: 0,
    })
    .execute();
  await addSecret(trx, sealing, webhookId, secret);
  return true;
}

async function change(
  trx: WriteTransaction,
  webhookId: string,
  { url, kinds, description, withScores, state }: WebhookChanges,
  at: string,
): Promise<WebhookRecord | null> {
  await trx
    .updateTable('facedesk_webhooks')
    .set((eb) => ({
      version: eb('version', '+', 1),
      ...(url !== undefined && { url }),
      ...(kinds !== undefined && { kinds: JSON.stringify(kinds) }),
      ...(description !== undefined && { description }),
      ...(withScores !== undefined && { with_scores: Number(withScores) }),
      ...(state !== undefined && { state }),
      ...(state === 'active' && { resumed_at: at, failures: 0, failing_since: null, retry_at: null }),
    }))
    .where('webhook_id', '=', webhookId)
    .execute();
  return find(trx, webhookId);
}

/** Numbers are never given twice, and versions only count up, so no two sets of webhooks have the same. */
async function fingerprint(db: Database): Promise<string | null> {
  const { n, changes, newest } = await db
    .selectFrom('facedesk_webhooks')
    .select(({ fn }) => [
      fn.countAll<number>().as('n'),
      fn.sum<number | null>('version').as('changes'),
      fn.max('webhook_no').as('newest'),
    ])
    .executeTakeFirstOrThrow();
  return Number(n) === 0 ? null : [n, changes, newest].join();
}

async function find(db: Database, webhookId: string): Promise<WebhookRecord | null> {
  const row = await db
    .selectFrom('facedesk_webhooks')
    .selectAll()
    .where('webhook_id', '=', webhookId)
    .executeTakeFirst();
  return row === undefined ? null : toWebhook(row);
}

async function countWebhooks(db: Database): Promise<number> {
  const { n } = await db
    .selectFrom('facedesk_webhooks')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(n);
}

/** Asks the database which encryption key is current, as another process can have changed it. */
async function addSecret(
  trx: WriteTransaction,
  sealing: Sealing,
  webhookId: string,
  secret: Uint8Array,
): Promise<void> {
  const current = await keyInState(trx, 'current');
  const key = await sealing.keyring.get(current!.key_id);
  const { webhookNo } = (await find(trx, webhookId))!;
  const sealed = sealWebhookSecret(key, webhookId, secret);
  await trx
    .insertInto('facedesk_webhook_secrets')
    .values({ webhook_no: webhookNo, key_id: key.id, sealed, expires_at: null })
    .execute();
}

async function rotate(
  trx: WriteTransaction,
  sealing: Sealing,
  { webhookId, secret, earlierUntil }: { webhookId: string; secret: Uint8Array; earlierUntil: string },
): Promise<boolean> {
  const webhook = await find(trx, webhookId);
  if (webhook === null) return false;
  const ofWebhook = { webhook_no: webhook.webhookNo };
  await trx
    .deleteFrom('facedesk_webhook_secrets')
    .where('webhook_no', '=', ofWebhook.webhook_no)
    .where('expires_at', 'is not', null)
    .execute();
  await trx
    .updateTable('facedesk_webhook_secrets')
    .set({ expires_at: earlierUntil })
    .where('webhook_no', '=', ofWebhook.webhook_no)
    .execute();
  await addSecret(trx, sealing, webhookId, secret);
  return true;
}

/** One that does not open is damaged and left out; a webhook with none cannot be delivered to until it is rotated. */
async function secretsOf(
  db: Database,
  sealing: Sealing,
  webhookId: string,
  at: string,
): Promise<Uint8Array[]> {
  const rows = await db
    .selectFrom('facedesk_webhook_secrets as s')
    .innerJoin('facedesk_webhooks as w', 'w.webhook_no', 's.webhook_no')
    .select(['s.key_id', 's.sealed'])
    .where('w.webhook_id', '=', webhookId)
    .where((eb) => eb.or([eb('s.expires_at', 'is', null), eb('s.expires_at', '>', at)]))
    .orderBy('s.secret_no', 'desc')
    .execute();
  const secrets: Uint8Array[] = [];
  for (const { key_id, sealed } of rows) {
    const secret = openWebhookSecret(await sealing.keyring.get(key_id), webhookId, sealed);
    if (secret !== null) secrets.push(secret);
  }
  return secrets;
}

function toWebhook(row: Selectable<Schema['facedesk_webhooks']>): WebhookRecord {
  return {
    webhookNo: row.webhook_no,
    webhookId: row.webhook_id,
    url: row.url,
    kinds: JSON.parse(row.kinds) as string[],
    description: row.description,
    withScores: row.with_scores !== 0,
    keyId: row.key_id,
    createdAt: row.created_at,
    version: row.version,
    state: row.state as WebhookState,
    doneNo: row.done_no,
    resumedAt: row.resumed_at,
    failures: row.failures,
    failingSince: row.failing_since,
    retryAt: row.retry_at,
    problem: row.problem,
    deliveredAt: row.delivered_at,
  };
}
