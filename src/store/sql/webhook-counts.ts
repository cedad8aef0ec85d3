/** How many webhooks and deliveries there are in each state: two counts for an operator's eyes. */
import type { WebhookCounts, WebhookStore } from '../webhook-store.js';
import type { PartOfStore } from './part-of-store.js';
import type { Database } from './schema.js';

export function createWebhookCounts({ db, run }: PartOfStore): Pick<WebhookStore, 'counts'> {
  return {
    counts: () =>
      run(async () => ({
        webhooks: await countStates(db, 'facedesk_webhooks'),
        deliveries: await countStates(db, 'facedesk_webhook_deliveries'),
      })),
  };
}

async function countStates(
  db: Database,
  table: 'facedesk_webhooks' | 'facedesk_webhook_deliveries',
): Promise<WebhookCounts['webhooks'] & WebhookCounts['deliveries']> {
  const rows = await db
    .selectFrom(table)
    .select(['state', ({ fn }) => fn.countAll<number>().as('n')])
    .groupBy('state')
    .execute();
  return Object.fromEntries(rows.map(({ state, n }) => [state, Number(n)]));
}
