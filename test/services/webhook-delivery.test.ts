/** Delivery to webhooks: which receivers are called and for how long, by which process, and after a restart. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDestinations } from '../../src/services/webhooks/destination.js';
import type { DeliveryRules } from '../../src/services/webhooks/rules.js';
import { createSender } from '../../src/services/webhooks/send.js';
import { hook, openWebhookDesk, verdicts, type WebhookDesk } from './webhook-desk.js';
import { isSignedBy, openReceiver, until } from './webhook-receiver.js';

let desk: WebhookDesk;
beforeEach(async () => {
  desk = await openWebhookDesk();
});
afterEach(() => desk.close());

describe('a receiver', () => {
  const problemWith = async (changes: Partial<DeliveryRules> = {}, url = desk.receiver.url) => {
    const service = await desk.openService(changes);
    const { webhook } = await hook(service, url);
    return service.webhooks.test(webhook.webhookId);
  };

  test('is tried out by a signed message of its own', async () => {
    const service = await desk.openService();
    const { webhook, secret } = await hook(service, desk.receiver.url);
    expect(await service.webhooks.test(webhook.webhookId)).toMatchObject({ problem: null, status: 200 });
    const [message] = desk.receiver.received;
    expect(message!.event).toMatchObject({ id: '0', kind: 'webhook.test' });
    expect(isSignedBy(secret, message!)).toBe(true);
  });

  test('that does not answer is not waited for', async () => {
    desk.receiver.answer = () => null;
    expect(await problemWith({ timeoutMs: 50 })).toMatchObject({ problem: 'did not answer in time' });
  });

  test('that sends elsewhere is not followed', async () => {
    const elsewhere = await openReceiver();
    desk.opened.push(elsewhere);
    desk.receiver.answer = (_message, response) => {
      response.setHeader('location', elsewhere.url);
      return 307;
    };
    expect(await problemWith()).toMatchObject({ problem: 'answered 307' });
    expect(elsewhere.received).toEqual([]);
  });

  test('that answers without an end is cut off', async () => {
    let isCutOff = false;
    desk.receiver.answer = (_message, response) => {
      response.writeHead(200).on('close', () => (isCutOff = true));
      const pour = (): void => void (response.destroyed || response.write(Buffer.alloc(4096), pour));
      pour();
      return null;
    };
    expect(await problemWith()).toMatchObject({ problem: null });
    await until(() => isCutOff);
  });

  test('that is not there is named by what the system says', async () => {
    await desk.receiver.close();
    expect(await problemWith()).toMatchObject({ problem: 'ECONNREFUSED' });
    desk.receiver = await openReceiver();
  });

  test('whose name leads to an address that may not be called is not called', async () => {
    const url = `https://localhost:${desk.receiver.port}/`;
    const service = await desk.openService();
    const { webhookId } = (await hook(service, url)).webhook;
    const strict = createDestinations([]);
    const sender = createSender({ destinations: strict, timeoutMs: 5000, version: '0' });
    const { url: kept } = await service.webhooks.find(webhookId);
    expect(await sender.send(kept, { body: '{}', headers: {} })).toMatchObject({
      problem: 'its address may not be called',
    });
    sender.close();
    expect(desk.receiver.received).toEqual([]);
  });
});

describe('delivery', () => {
  test('goes on after a restart where it was, and misses nothing', async () => {
    const before = await desk.openService();
    const { webhookId } = (await hook(before, desk.receiver.url)).webhook;
    const ids = await verdicts(before, 10);
    desk.receiver.answer = () => (desk.receiver.received.length <= 4 ? 200 : 500);
    before.delivery.start();
    await until(async () => (await before.webhooks.find(webhookId)).failures > 0);
    await before.close();
    const taken = new Set(desk.receiver.eventIds().slice(0, 4));
    expect([...taken]).toEqual(ids.slice(0, 4));
    desk.receiver.received.length = 0;
    desk.receiver.answer = () => 200;
    const after = await desk.openService();
    after.delivery.start();
    await until(() => desk.receiver.eventIds().at(-1) === ids.at(-1));
    expect(desk.receiver.eventIds()).toEqual(ids.slice(4));
  });

  test('is done by one of several processes, and by another when that one ends', async () => {
    const [first, second] = [await desk.openService(), await desk.openService()];
    await hook(first, desk.receiver.url);
    first.delivery.start();
    await verdicts(first, 3);
    await until(() => desk.receiver.received.length >= 3);
    second.delivery.start();
    await verdicts(second, 3);
    await until(() => desk.receiver.received.length >= 6);
    expect(second.sent).toEqual([]);
    await first.close();
    await verdicts(second, 3);
    await until(() => desk.receiver.received.length >= 9);
    expect(second.sent).toHaveLength(3);
    expect(new Set(desk.receiver.eventIds()).size).toBe(9);
  });

  test('to a receiver that works is not held up by a thousand that do not', async () => {
    const deaf = await openReceiver();
    desk.opened.push(deaf);
    deaf.answer = () => null;
    // Nothing of what the deaf one was sent ends within the test.
    const service = await desk.openService({ timeoutMs: 600_000 });
    await hook(service, desk.receiver.url);
    service.delivery.start();
    await verdicts(service);
    await until(() => desk.receiver.received.length === 1);
    for (let n = 0; n < 999; n++) await hook(service, deaf.url);
    await expect(hook(service, desk.receiver.url)).rejects.toMatchObject({ code: 'too_many_webhooks' });
    for (let round = 2; round <= 4; round++) {
      await verdicts(service);
      await until(() => desk.receiver.received.length === round);
    }
    expect(deaf.received).toHaveLength(12);
  }, 120_000);

  test('does not begin by itself', async () => {
    const service = await desk.openService();
    await hook(service, desk.receiver.url);
    await verdicts(service);
    await service.close();
    expect(desk.receiver.received).toEqual([]);
  });
});
