/** Makes the signed message of an event, and sends it: for delivery, and for trying a webhook out. Decides nothing. */
import { randomBytes } from 'node:crypto';
import type { Store, StoredEvent, WebhookRecord } from '../../store/index.js';
import type { Attempt, Sender } from './send.js';
import { signedHeaders } from './signature.js';

/** The kind of what is sent on trial; no such event is kept. */
export const trialKind = 'webhook.test';

export interface Messenger {
  /** What sends events to this webhook, with the secrets of now. */
  to(webhook: WebhookRecord): Promise<(event: StoredEvent) => Promise<Attempt>>;
  /** Sends what no event stands behind. */
  trial(webhook: WebhookRecord): Promise<Attempt>;
}

export interface MessengerParts {
  readonly store: Pick<Store, 'webhooks'>;
  readonly sender: Sender;
  /** The body of an event as /v1 has it, as JSON; with receipts and reasons, or without. */
  readonly render: (event: StoredEvent, withScores: boolean) => string;
  readonly now: () => number;
}

export function createMessenger({ store, sender, render, now }: MessengerParts): Messenger {
  const open = async (webhook: WebhookRecord) => {
    const { webhookId, url, withScores } = webhook;
    const secrets = await store.webhooks.secretsOf(webhookId, new Date(now()).toISOString());
    return async (event: StoredEvent, id: string): Promise<Attempt> => {
      if (secrets.length === 0) return { status: null, isGone: false, problem: 'its secret does not open' };
      const body = render(event, withScores);
      const headers = signedHeaders({ id, body, timestampS: Math.floor(now() / 1000) }, secrets);
      return sender.send(url, { body, headers });
    };
  };

  return {
    to: async (webhook) => {
      const send = await open(webhook);
      return (event) => send(event, `${webhook.webhookId}_${event.eventNo}`);
    },
    trial: async (webhook) => {
      const send = await open(webhook);
      const event = { eventNo: 0, kind: trialKind, at: new Date(now()).toISOString() };
      return send(event, `${webhook.webhookId}_test_${randomBytes(6).toString('hex')}`);
    },
  };
}
