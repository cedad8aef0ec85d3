/** Tries again what was put aside of a webhook's line, or is to be replayed. What fails here holds up nothing else. */
import type { DeliveryRecord, Store, WebhookRecord } from '../../store/index.js';
import type { Messenger } from './messenger.js';
import { type DeliveryRules, pauseMs } from './rules.js';

export interface AsideParts {
  readonly store: Pick<Store, 'webhooks'>;
  readonly messenger: Messenger;
  readonly rules: DeliveryRules;
  readonly now: () => number;
}

export async function tryAside(
  webhook: WebhookRecord,
  { event, attempts, since }: DeliveryRecord,
  { store, messenger, rules, now }: AsideParts,
): Promise<void> {
  const { webhookNo } = webhook;
  const { eventNo } = event;
  const { problem } = await (await messenger.to(webhook))(event);
  if (problem === null) {
    await store.webhooks.settle(webhookNo, eventNo);
    return;
  }
  const isOver = now() - Date.parse(since) > rules.patienceMs;
  const retryAt = new Date(now() + pauseMs(attempts + 1, rules)).toISOString();
  await store.webhooks.note({
    ...{ webhookNo, eventNo, since, problem, attempts: attempts + 1 },
    ...(isOver ? { state: 'dead', retryAt: null } : { state: 'waiting', retryAt }),
  });
}
