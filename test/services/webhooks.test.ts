/** Events of webhooks over a real database and a real receiver: signed, in order, again after failures, dead, replayed. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EventKind } from '../../src/services/events.js';
import { by, hook, openWebhookDesk, quick, verdicts, type WebhookDesk } from './webhook-desk.js';
import { isSignedBy, until } from './webhook-receiver.js';

let desk: WebhookDesk;
beforeEach(async () => {
  desk = await openWebhookDesk();
});
afterEach(() => desk.close());

describe('an event', () => {
  test('is sent signed, in its order, without scores, and those of other kinds are not', async () => {
    const service = await desk.openService();
    const { webhook, secret } = await hook(service, desk.receiver.url);
    service.delivery.start();
    service.events.record({ kind: 'group.created' });
    const ids = await verdicts(service, 50);
    await until(() => desk.receiver.received.length >= 50);
    expect(desk.receiver.eventIds()).toEqual(ids);
    for (const message of desk.receiver.received) {
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
    const service = await desk.openService();
    await hook(service, desk.receiver.url, { withScores: true });
    service.delivery.start();
    await verdicts(service);
    await until(() => desk.receiver.received.length > 0);
    expect(desk.receiver.received[0]!.event).toMatchObject({ reason: 'tooFar', receipt: { score: 0.25 } });
  });

  test('from before the webhook was set up is not sent', async () => {
    const service = await desk.openService();
    await verdicts(service, 3);
    await hook(service, desk.receiver.url);
    service.delivery.start();
    const ids = await verdicts(service, 1);
    await until(() => desk.receiver.received.length > 0);
    expect(desk.receiver.eventIds()).toEqual(ids);
  });

  test('is signed by two secrets while one takes the place of the other', async () => {
    const service = await desk.openService();
    const first = await hook(service, desk.receiver.url);
    const second = await service.webhooks.rotate(first.webhook.webhookId, by);
    service.delivery.start();
    await verdicts(service);
    await until(() => desk.receiver.received.length > 0);
    const [message] = desk.receiver.received;
    expect(message!.signatures).toHaveLength(2);
    for (const { secret } of [first, second]) expect(isSignedBy(secret, message!)).toBe(true);
  });
});

describe('what fails', () => {
  test('is sent again, before what follows, as the same message', async () => {
    const service = await desk.openService();
    const { secret } = await hook(service, desk.receiver.url);
    desk.receiver.answer = () => (desk.receiver.received.length <= 2 ? 500 : 200);
    service.delivery.start();
    const [first, second] = await verdicts(service, 2);
    await until(() => desk.receiver.received.length >= 4);
    expect(desk.receiver.eventIds()).toEqual([first, first, first, second]);
    const [attempt, again] = desk.receiver.received;
    expect(again).toMatchObject({ id: attempt!.id, text: attempt!.text });
    for (const message of desk.receiver.received) expect(isSignedBy(secret, message)).toBe(true);
  });

  test('is put aside after some attempts, so that it holds up nothing, and comes when it can', async () => {
    const service = await desk.openService();
    const { webhook } = await hook(service, desk.receiver.url);
    const [poison, ...others] = await verdicts(service, 4);
    let isHealed = false;
    desk.receiver.answer = ({ event }) => (event.id === poison && !isHealed ? 400 : 200);
    service.delivery.start();
    await until(() => others.every((id) => desk.receiver.eventIds().includes(id)));
    const waiting = await service.webhooks.deliveries(webhook.webhookId, { state: 'waiting', limit: 10 });
    expect(waiting).toMatchObject([{ event: { eventNo: Number(poison) }, problem: 'answered 400' }]);
    isHealed = true;
    await until(
      async () => (await service.webhooks.deliveries(webhook.webhookId, { limit: 10 })).length === 0,
    );
    expect(desk.receiver.eventIds().at(-1)).toBe(poison);
  });

  test('for a day is dead, is listed, and comes again when that is asked for', async () => {
    const shift = { ms: 0 };
    const service = await desk.openService({ mostAside: 1 }, shift);
    const { webhookId } = (await hook(service, desk.receiver.url)).webhook;
    desk.receiver.answer = () => 503;
    service.delivery.start();
    const ids = await verdicts(service, 5);
    await until(async () => (await service.webhooks.find(webhookId)).failures > 4);
    shift.ms = quick.patienceMs + 60_000;
    const dead = async () => service.webhooks.deliveries(webhookId, { state: 'dead', limit: 10 });
    await until(async () => (await dead()).length === 5);
    expect((await dead()).map(({ event }) => String(event.eventNo)).reverse()).toEqual(ids);
    shift.ms = 0;
    await service.webhooks.change(webhookId, { state: 'active' }, by);
    desk.receiver.received.length = 0;
    desk.receiver.answer = () => 200;
    await service.webhooks.replay(webhookId, Number(ids[2]));
    await until(async () => (await dead()).length === 4 && desk.receiver.received.length === 1);
    expect(desk.receiver.eventIds()).toEqual([ids[2]]);
    await service.webhooks.replaySince(webhookId, '2020-01-01T00:00:00Z');
    await until(() => desk.receiver.received.length === 6);
    expect(desk.receiver.eventIds().slice(1)).toEqual(ids);
    expect(await dead()).toEqual([]);
  });

  test('for many days disables the webhook, with an event', async () => {
    const service = await desk.openService({ disableAfterMs: 100 });
    const { webhookId } = (await hook(service, desk.receiver.url)).webhook;
    desk.receiver.answer = () => 500;
    service.delivery.start();
    await verdicts(service);
    await until(async () => (await service.webhooks.find(webhookId)).state === 'disabled');
    await service.events.flush();
    const kinds: EventKind[] = ['webhook.disabled'];
    await until(async () => (await service.events.page({ kinds }, { limit: 5 })).length > 0);
    expect(await service.events.page({ kinds }, { limit: 5 })).toMatchObject([{ reason: webhookId }]);
    desk.receiver.answer = () => 200;
    const tried = desk.receiver.received.length;
    await service.webhooks.change(webhookId, { state: 'active' }, by);
    await until(() => desk.receiver.received.length > tried);
  });

  test('with 410 Gone disables the webhook at once', async () => {
    const service = await desk.openService();
    const { webhookId } = (await hook(service, desk.receiver.url)).webhook;
    desk.receiver.answer = () => 410;
    service.delivery.start();
    await verdicts(service);
    await until(async () => (await service.webhooks.find(webhookId)).state === 'disabled');
    expect(desk.receiver.received).toHaveLength(1);
  });
});
