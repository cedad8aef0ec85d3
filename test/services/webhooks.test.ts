/** Webhooks over a real database and a real receiver: signed, in order, again after failures, by one process, after restarts. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anyone } from '../../src/domain/access.js';
import { toEventBody } from '../../src/http/v1/schemas/event.js';
import { createLogger } from '../../src/observability/logger.js';
import { createEvents, type EventKind, type Events } from '../../src/services/events.js';
import { createWebhooks, type WebhookRequest, type Webhooks } from '../../src/services/webhooks.js';
import { createWebhookDelivery, type WebhookDelivery } from '../../src/services/webhooks/delivery.js';
import { createDestinations } from '../../src/services/webhooks/destination.js';
import { createMessenger } from '../../src/services/webhooks/messenger.js';
import { defaultRules, type DeliveryRules } from '../../src/services/webhooks/rules.js';
import { createSender } from '../../src/services/webhooks/send.js';
import { openStore, type Store } from '../../src/store/index.js';
import { testKeys } from '../contract/test-keys.js';
import { isSignedBy, openReceiver, type Receiver, until } from './webhook-receiver.js';

/** As by default, but in milliseconds in place of minutes. */
const quick: DeliveryRules = {
  ...defaultRules,
  firstPauseMs: 20,
  longestPauseMs: 60,
  attemptsInLine: 3,
  lookEveryMs: 20,
  disableAfterMs: 5 * 86_400_000,
};
const by = { caller: anyone };

interface Service {
  readonly store: Store;
  readonly events: Events;
  readonly webhooks: Webhooks;
  readonly delivery: WebhookDelivery;
  readonly sent: string[];
  close(): Promise<void>;
}

let folder: string;
let receiver: Receiver;
const opened: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'facedesk-webhooks-'));
  receiver = await openReceiver();
  opened.push({ close: () => receiver.close() });
});
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
  rmSync(folder, { recursive: true });
});

/** What a process has of webhooks; delivery is not started. `nowMs` shifts its clock. */
async function openService(changes: Partial<DeliveryRules> = {}, shift = { ms: 0 }): Promise<Service> {
  const rules = { ...quick, ...changes };
  const store = await openStore({ url: `sqlite:${join(folder, 'db.sqlite')}`, keys: testKeys });
  const log = createLogger({ level: 'silent' });
  const events = createEvents({ store, keepDays: 90, log });
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
  const service = { store, events, webhooks, delivery, sent, close };
  opened.push(service);
  return service;
}

const request = (changes: Partial<WebhookRequest> = {}): WebhookRequest => ({
  ...{ url: receiver.url, kinds: ['verification.decided'], description: '', withScores: false },
  ...changes,
});

/** Records that many verdicts; the ids of their events. */
async function verdicts({ events, store }: Service, count = 1): Promise<string[]> {
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

const hook = async ({ webhooks }: Service, changes: Partial<WebhookRequest> = {}) =>
  webhooks.create(request(changes), by);

describe('an event', () => {
  test('is sent signed, in its order, without scores, and those of other kinds are not', async () => {
    const service = await openService();
    const { webhook, secret } = await hook(service);
    service.delivery.start();
    service.events.record({ kind: 'group.created' });
    const ids = await verdicts(service, 50);
    await until(() => receiver.received.length >= 50);
    expect(receiver.eventIds()).toEqual(ids);
    for (const message of receiver.received) {
      expect(isSignedBy(secret, message)).toBe(true);
      expect(message.id).toBe(`${webhook.webhookId}_${message.event.id}`);
      expect(Math.abs(message.timestampS - Date.now() / 1000)).toBeLessThan(600);
      expect(message.event).toMatchObject({ kind: 'verification.decided', outcome: 'nonMatch' });
      expect(message.event).not.toHaveProperty('receipt');
      expect(message.event).not.toHaveProperty('reason');
    }
    await until(async () => (await service.webhooks.find(webhook.webhookId)).doneNo >= Number(ids.at(-1)));
  });

  test('comes with its receipt where that was asked for', async () => {
    const service = await openService();
    await hook(service, { withScores: true });
    service.delivery.start();
    await verdicts(service);
    await until(() => receiver.received.length > 0);
    expect(receiver.received[0]!.event).toMatchObject({ reason: 'tooFar', receipt: { score: 0.25 } });
  });

  test('from before the webhook was set up is not sent', async () => {
    const service = await openService();
    await verdicts(service, 3);
    await hook(service);
    service.delivery.start();
    const ids = await verdicts(service, 1);
    await until(() => receiver.received.length > 0);
    expect(receiver.eventIds()).toEqual(ids);
  });

  test('is signed by two secrets while one takes the place of the other', async () => {
    const service = await openService();
    const first = await hook(service);
    const second = await service.webhooks.rotate(first.webhook.webhookId, by);
    service.delivery.start();
    await verdicts(service);
    await until(() => receiver.received.length > 0);
    const [message] = receiver.received;
    expect(message!.signatures).toHaveLength(2);
    for (const { secret } of [first, second]) expect(isSignedBy(secret, message!)).toBe(true);
  });
});

describe('what fails', () => {
  test('is sent again, before what follows, as the same message', async () => {
    const service = await openService();
    const { secret } = await hook(service);
    receiver.answer = () => (receiver.received.length <= 2 ? 500 : 200);
    service.delivery.start();
    const [first, second] = await verdicts(service, 2);
    await until(() => receiver.received.length >= 4);
    expect(receiver.eventIds()).toEqual([first, first, first, second]);
    const [attempt, again] = receiver.received;
    expect(again).toMatchObject({ id: attempt!.id, text: attempt!.text });
    for (const message of receiver.received) expect(isSignedBy(secret, message)).toBe(true);
  });

  test('is put aside after some attempts, so that it holds up nothing, and comes when it can', async () => {
    const service = await openService();
    const { webhook } = await hook(service);
    const [poison, ...others] = await verdicts(service, 4);
    let isHealed = false;
    receiver.answer = ({ event }) => (event.id === poison && !isHealed ? 400 : 200);
    service.delivery.start();
    await until(() => others.every((id) => receiver.eventIds().includes(id)));
    const waiting = await service.webhooks.deliveries(webhook.webhookId, { state: 'waiting', limit: 10 });
    expect(waiting).toMatchObject([{ event: { eventNo: Number(poison) }, problem: 'answered 400' }]);
    isHealed = true;
    await until(
      async () => (await service.webhooks.deliveries(webhook.webhookId, { limit: 10 })).length === 0,
    );
    expect(receiver.eventIds().at(-1)).toBe(poison);
  });

  test('for a day is dead, is listed, and comes again when that is asked for', async () => {
    const shift = { ms: 0 };
    const service = await openService({ mostAside: 1 }, shift);
    const { webhookId } = (await hook(service)).webhook;
    receiver.answer = () => 503;
    service.delivery.start();
    const ids = await verdicts(service, 5);
    await until(async () => (await service.webhooks.find(webhookId)).failures > 4);
    shift.ms = quick.patienceMs + 60_000;
    const dead = async () => service.webhooks.deliveries(webhookId, { state: 'dead', limit: 10 });
    await until(async () => (await dead()).length === 5);
    expect((await dead()).map(({ event }) => String(event.eventNo)).reverse()).toEqual(ids);
    shift.ms = 0;
    await service.webhooks.change(webhookId, { state: 'active' }, by);
    receiver.received.length = 0;
    receiver.answer = () => 200;
    await service.webhooks.replay(webhookId, Number(ids[2]));
    await until(async () => (await dead()).length === 4 && receiver.received.length === 1);
    expect(receiver.eventIds()).toEqual([ids[2]]);
    await service.webhooks.replaySince(webhookId, '2020-01-01T00:00:00Z');
    await until(() => receiver.received.length === 6);
    expect(receiver.eventIds().slice(1)).toEqual(ids);
    expect(await dead()).toEqual([]);
  });

  test('for many days disables the webhook, with an event', async () => {
    const service = await openService({ disableAfterMs: 100 });
    const { webhookId } = (await hook(service)).webhook;
    receiver.answer = () => 500;
    service.delivery.start();
    await verdicts(service);
    await until(async () => (await service.webhooks.find(webhookId)).state === 'disabled');
    await service.events.flush();
    const kinds: EventKind[] = ['webhook.disabled'];
    await until(async () => (await service.events.page({ kinds }, { limit: 5 })).length > 0);
    expect(await service.events.page({ kinds }, { limit: 5 })).toMatchObject([{ reason: webhookId }]);
    receiver.answer = () => 200;
    const tried = receiver.received.length;
    await service.webhooks.change(webhookId, { state: 'active' }, by);
    await until(() => receiver.received.length > tried);
  });

  test('with 410 Gone disables the webhook at once', async () => {
    const service = await openService();
    const { webhookId } = (await hook(service)).webhook;
    receiver.answer = () => 410;
    service.delivery.start();
    await verdicts(service);
    await until(async () => (await service.webhooks.find(webhookId)).state === 'disabled');
    expect(receiver.received).toHaveLength(1);
  });
});

describe('a receiver', () => {
  const problemWith = async (changes: Partial<DeliveryRules> = {}, url = receiver.url) => {
    const service = await openService(changes);
    const { webhook } = await hook(service, { url });
    return service.webhooks.test(webhook.webhookId);
  };

  test('is tried out by a signed message of its own', async () => {
    const service = await openService();
    const { webhook, secret } = await hook(service);
    expect(await service.webhooks.test(webhook.webhookId)).toMatchObject({ problem: null, status: 200 });
    const [message] = receiver.received;
    expect(message!.event).toMatchObject({ id: '0', kind: 'webhook.test' });
    expect(isSignedBy(secret, message!)).toBe(true);
  });

  test('that does not answer is not waited for', async () => {
    receiver.answer = () => null;
    expect(await problemWith({ timeoutMs: 50 })).toMatchObject({ problem: 'did not answer in time' });
  });

  test('that sends elsewhere is not followed', async () => {
    const elsewhere = await openReceiver();
    opened.push(elsewhere);
    receiver.answer = (_message, response) => {
      response.setHeader('location', elsewhere.url);
      return 307;
    };
    expect(await problemWith()).toMatchObject({ problem: 'answered 307' });
    expect(elsewhere.received).toEqual([]);
  });

  test('that answers without an end is cut off', async () => {
    let isCutOff = false;
    receiver.answer = (_message, response) => {
      response.writeHead(200).on('close', () => (isCutOff = true));
      const pour = (): void => void (response.destroyed || response.write(Buffer.alloc(4096), pour));
      pour();
      return null;
    };
    expect(await problemWith()).toMatchObject({ problem: null });
    await until(() => isCutOff);
  });

  test('that is not there is named by what the system says', async () => {
    await receiver.close();
    expect(await problemWith()).toMatchObject({ problem: 'ECONNREFUSED' });
    receiver = await openReceiver();
  });

  test('whose name leads to an address that may not be called is not called', async () => {
    const url = `https://localhost:${receiver.port}/`;
    const service = await openService();
    const { webhookId } = (await hook(service, { url })).webhook;
    const strict = createDestinations([]);
    const sender = createSender({ destinations: strict, timeoutMs: 5000, version: '0' });
    const { url: kept } = await service.webhooks.find(webhookId);
    expect(await sender.send(kept, { body: '{}', headers: {} })).toMatchObject({
      problem: 'its address may not be called',
    });
    sender.close();
    expect(receiver.received).toEqual([]);
  });
});

describe('delivery', () => {
  test('goes on after a restart where it was, and misses nothing', async () => {
    const before = await openService();
    const { webhookId } = (await hook(before)).webhook;
    const ids = await verdicts(before, 10);
    receiver.answer = () => (receiver.received.length <= 4 ? 200 : 500);
    before.delivery.start();
    await until(async () => (await before.webhooks.find(webhookId)).failures > 0);
    await before.close();
    const taken = new Set(receiver.eventIds().slice(0, 4));
    expect([...taken]).toEqual(ids.slice(0, 4));
    receiver.received.length = 0;
    receiver.answer = () => 200;
    const after = await openService();
    after.delivery.start();
    await until(() => receiver.eventIds().at(-1) === ids.at(-1));
    expect(receiver.eventIds()).toEqual(ids.slice(4));
  });

  test('is done by one of several processes, and by another when that one ends', async () => {
    const [first, second] = [await openService(), await openService()];
    await hook(first);
    first.delivery.start();
    await verdicts(first, 3);
    await until(() => receiver.received.length >= 3);
    second.delivery.start();
    await verdicts(second, 3);
    await until(() => receiver.received.length >= 6);
    expect(second.sent).toEqual([]);
    await first.close();
    await verdicts(second, 3);
    await until(() => receiver.received.length >= 9);
    expect(second.sent).toHaveLength(3);
    expect(new Set(receiver.eventIds()).size).toBe(9);
  });

  test('to a receiver that works is not held up by a thousand that do not', async () => {
    const deaf = await openReceiver();
    opened.push(deaf);
    deaf.answer = () => null;
    // Nothing of what the deaf one was sent ends within the test.
    const service = await openService({ timeoutMs: 600_000 });
    await hook(service);
    service.delivery.start();
    await verdicts(service);
    await until(() => receiver.received.length === 1);
    for (let n = 0; n < 999; n++) await hook(service, { url: deaf.url });
    await expect(hook(service)).rejects.toMatchObject({ code: 'too_many_webhooks' });
    for (let round = 2; round <= 4; round++) {
      await verdicts(service);
      await until(() => receiver.received.length === round);
    }
    expect(deaf.received).toHaveLength(12);
  }, 120_000);

  test('does not begin by itself', async () => {
    const service = await openService();
    await hook(service);
    await verdicts(service);
    await service.close();
    expect(receiver.received).toEqual([]);
  });
});
