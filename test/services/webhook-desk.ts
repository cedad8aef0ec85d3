/** Webhooks of one process over a database in a folder of the test's, and a receiver to send to. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { anyone } from '../../src/domain/access.js';
import { toEventBody } from '../../src/http/v1/schemas/event.js';
import { createLogger } from '../../src/observability/logger.js';
import { createEvents, type Events } from '../../src/services/events.js';
import { createWebhooks, type WebhookRequest, type Webhooks } from '../../src/services/webhooks.js';
import { createWebhookDelivery, type WebhookDelivery } from '../../src/services/webhooks/delivery.js';
import { createDestinations } from '../../src/services/webhooks/destination.js';
import { createMessenger } from '../../src/services/webhooks/messenger.js';
import { defaultRules, type DeliveryRules } from '../../src/services/webhooks/rules.js';
import { createSender } from '../../src/services/webhooks/send.js';
import { openStore, type Store } from '../../src/store/index.js';
import { testKeys } from '../contract/test-keys.js';
import { openReceiver, type Receiver } from './webhook-receiver.js';

/** As by default, but in milliseconds in place of minutes. */
export const quick: DeliveryRules = {
  ...defaultRules,
  firstPauseMs: 20,
  longestPauseMs: 60,
  attemptsInLine: 3,
  lookEveryMs: 20,
  disableAfterMs: 5 * 86_400_000,
};
export const by = { caller: anyone };

export interface Service {
  readonly store: Store;
  readonly events: Events;
  readonly webhooks: Webhooks;
  readonly delivery: WebhookDelivery;
  readonly sent: string[];
  close(): Promise<void>;
}

export interface WebhookDesk {
  receiver: Receiver;
  /** Closed after the test. */
  readonly opened: { close(): Promise<void> }[];
  openService(changes?: Partial<DeliveryRules>, shift?: { ms: number }): Promise<Service>;
  close(): Promise<void>;
}

export async function openWebhookDesk(): Promise<WebhookDesk> {
  const folder = mkdtempSync(join(tmpdir(), 'facedesk-webhooks-'));
  const desk: WebhookDesk = {
    receiver: await openReceiver(),
    opened: [],
    openService: async (changes = {}, shift = { ms: 0 }) => {
      const service = await openService(folder, changes, shift);
      desk.opened.push(service);
      return service;
    },
    close: async () => {
      for (const one of desk.opened.splice(0).reverse()) await one.close();
      await desk.receiver.close();
      rmSync(folder, { recursive: true });
    },
  };
  return desk;
}

/** What a process has of webhooks; delivery is not started. `nowMs` shifts its clock. */
async function openService(
  folder: string,
  changes: Partial<DeliveryRules>,
  shift: { readonly ms: number },
): Promise<Service> {
  const rules = { ...quick, ...changes };
  const store = await openStore({ url: `sqlite:${join(folder, 'db.sqlite')}`, keys: testKeys });
  const log = createLogger({ level: 'silent' });
  const events = createEvents({ store, keepDays: 90, probesKeepDays: 7, log });
  const destinations = createDestinations(['127.0.0.0/8']);
  const sender = createSender({ destinations, timeoutMs: rules.timeoutMs, version: '0' });
  const sent: string[] = [];
  const now = (): number => Date.now() + shift.ms;
  const messenger = createMessenger({
    store,
    now,
    sender: {
      ...sender,
      send: (url, message) => {
        sent.push(message.headers['webhook-id']!);
        return sender.send(url, message);
      },
    },
    render: (event, withScores) =>
      JSON.stringify(toEventBody(event, { scopes: withScores ? anyone.scopes : new Set() })),
  });
  const cutOff = (): void => sender.close();
  const delivery = createWebhookDelivery({ store, events, messenger, rules, log, now, cutOff });
  const webhooks = createWebhooks({ store, events, destinations, messenger });
  let isClosed = false;
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await events.close();
    await delivery.close();
    await store.close();
  };
  return { store, events, webhooks, delivery, sent, close };
}

/** Records that many verdicts; the ids of their events. */
export async function verdicts({ events, store }: Service, count = 1): Promise<string[]> {
  await events.flush();
  const before = await store.events.newest();
  for (let n = 0; n < count; n++) {
    events.record({
      ...{ kind: 'verification.decided', outcome: 'nonMatch', reason: 'tooFar' },
      receipt: { score: 0.25 },
    });
  }
  await events.flush();
  return (await store.events.since(before, count)).map(({ eventNo }) => String(eventNo));
}

/** Sets up a webhook for verdicts. */
export async function hook({ webhooks }: Service, url: string, changes: Partial<WebhookRequest> = {}) {
  const request = { url, kinds: ['verification.decided'], description: '', withScores: false } as const;
  return webhooks.create({ ...request, ...changes }, by);
}
