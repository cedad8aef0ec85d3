/** Store contract: webhooks with their sealed secrets, how far each is, what was put aside or is dead, and the lease. */
import { describe, expect, it } from 'vitest';
import { createKeySource, makeKeyText } from '../../src/sealing/index.js';
import type { Store, WebhookRecord } from '../../src/store/index.js';
import type { Desk } from './store-desk.js';
import { testKey } from './test-keys.js';

const secret = Buffer.alloc(32, 9);
const other = Buffer.alloc(32, 8);
const at = '2026-03-01T08:00:00.000Z';
const later = '2026-03-01T09:00:00.000Z';
const afterwards = '2026-03-01T09:00:30.000Z';
const id = 'a1b2c3d4e5f6';
const webhook = {
  webhookId: id,
  url: 'https://tür.example/🚪',
  kinds: ['subject.registered', 'subject.deleted'],
  description: 'Tür 1 🚪',
  withScores: true,
  keyId: 'k',
  doneNo: 0,
  at,
};

async function made(store: Store, changes: Partial<typeof webhook> = {}): Promise<WebhookRecord> {
  const request = { ...webhook, ...changes };
  expect(await store.webhooks.add(request, secret, 10)).toBe(true);
  return (await store.webhooks.find(request.webhookId))!;
}

/** Events at 08:00, 08:01, … on the first of March; their numbers. */
async function happened(store: Store, count: number, kind = 'subject.registered'): Promise<number[]> {
  const before = await store.events.newest();
  const minute = (n: number) => String(n).padStart(2, '0');
  await store.events.append(
    Array.from({ length: count }, (_, n) => ({ kind, at: `2026-03-01T08:${minute(n)}:00.000Z` })),
  );
  return (await store.events.since(before, count)).map(({ eventNo }) => eventNo);
}

const note = (one: WebhookRecord, eventNo: number) =>
  ({
    webhookNo: one.webhookNo,
    eventNo,
    state: 'waiting',
    attempts: 5,
    since: at,
    retryAt: at,
    problem: 'answered 500',
  }) as const;

export function webhooksContract(desk: () => Desk): void {
  describe('webhooks', () => {
    it('are kept as they were made, in order, and no more than there may be', async () => {
      const { store, open } = desk();
      await made(store);
      expect(await store.webhooks.add({ ...webhook, webhookId: 'b' }, secret, 1)).toBe(false);
      await made(store, { webhookId: 'b', kinds: [], withScores: false });
      const [first, second] = await (await open()).webhooks.page({ limit: 10 });
      const { at: createdAt, ...fields } = webhook;
      expect(first).toEqual({
        ...fields,
        webhookNo: expect.any(Number) as number,
        createdAt,
        version: 1,
        state: 'active',
        resumedAt: at,
        failures: 0,
        failingSince: null,
        retryAt: null,
        problem: null,
        deliveredAt: null,
      });
      expect(second).toMatchObject({ webhookId: 'b', kinds: [], withScores: false });
      expect(await store.webhooks.page({ limit: 1, after: first!.webhookNo })).toEqual([second]);
    });

    it('keep their secrets sealed, and two of them for a while', async () => {
      const { store, bench } = desk();
      await made(store);
      const [row] = await bench.sql('SELECT sealed FROM facedesk_webhook_secrets');
      expect(Buffer.from(row!['sealed'] as Uint8Array).includes(secret.subarray(0, 8))).toBe(false);
      expect(await store.webhooks.rotate(id, other, later)).toBe(true);
      const both = await store.webhooks.secretsOf(id, at);
      expect(both.map((one) => Buffer.from(one))).toEqual([other, secret]);
      expect((await store.webhooks.secretsOf(id, later)).map((one) => Buffer.from(one))).toEqual([other]);
      expect(await store.webhooks.rotate('unknown', other, later)).toBe(false);
    });

    it('keep their secrets when the encryption key is changed', async () => {
      const { store, open } = desk();
      await made(store);
      const newKey = makeKeyText();
      const rotating = await open({
        keys: createKeySource({ key: `${newKey},${testKey}`, keyFile: 'not used' }),
      });
      await rotating.encryption.rotate();
      await store.close();
      const after = await open({ keys: createKeySource({ key: newKey, keyFile: 'not used' }) });
      expect((await after.webhooks.secretsOf(id, at)).map((one) => Buffer.from(one))).toEqual([secret]);
    });

    it('change, and take no progress of before the change', async () => {
      const { store } = desk();
      const before = await made(store);
      const mark = await store.webhooks.fingerprint();
      const failed = { failures: 3, failingSince: at, retryAt: later, problem: 'ECONNREFUSED' };
      await store.webhooks.save([{ ...before, ...failed, doneNo: 7 }]);
      expect(await store.webhooks.find(id)).toMatchObject({ ...failed, doneNo: 7 });
      expect(await store.webhooks.fingerprint()).toBe(mark);
      const changed = await store.webhooks.change(id, { kinds: [], state: 'active' }, later);
      expect(changed).toMatchObject({ kinds: [], doneNo: 7, failures: 0, retryAt: null, resumedAt: later });
      expect(await store.webhooks.fingerprint()).not.toBe(mark);
      await store.webhooks.save([{ ...before, doneNo: 99 }]);
      expect((await store.webhooks.find(id))!.doneNo).toBe(7);
      expect(await store.webhooks.change('unknown', {}, later)).toBeNull();
    });

    it('go with everything that is theirs', async () => {
      const { store, bench } = desk();
      expect(await store.webhooks.fingerprint()).toBeNull();
      const one = await made(store);
      const [eventNo] = await happened(store, 1);
      await store.webhooks.note(note(one, eventNo!));
      expect(await store.webhooks.remove(id)).toBe(true);
      expect(await store.webhooks.remove(id)).toBe(false);
      expect(await store.webhooks.find(id)).toBeNull();
      for (const table of ['facedesk_webhook_secrets', 'facedesk_webhook_deliveries'])
        expect(await bench.sql(`SELECT * FROM ${table}`)).toEqual([]);
      await store.webhooks.note(note(one, eventNo!));
      await store.webhooks.save([one]);
      expect(await bench.sql('SELECT * FROM facedesk_webhook_deliveries')).toEqual([]);
    });
  });

  describe('deliveries of webhooks', () => {
    it('that were put aside are due when it is time, while the line is well', async () => {
      const { store } = desk();
      const one = await made(store);
      const [first, second] = await happened(store, 2);
      await store.webhooks.note(note(one, first!));
      await store.webhooks.note({ ...note(one, second!), retryAt: later });
      expect(await store.webhooks.due('2026-03-01T07:59:59.000Z', 10)).toEqual([]);
      const due = await store.webhooks.due(at, 10);
      expect(due).toMatchObject([{ webhookNo: one.webhookNo, attempts: 5, event: { eventNo: first } }]);
      expect(await store.webhooks.countWaiting(one.webhookNo)).toBe(2);
      await store.webhooks.note({ ...note(one, second!), state: 'dead', retryAt: null });
      expect(await store.webhooks.counts()).toEqual({
        webhooks: { active: 1 },
        deliveries: { waiting: 1, dead: 1 },
      });
      await store.webhooks.note({ ...note(one, second!), retryAt: later });
      await store.webhooks.save([{ ...one, failures: 1 }]);
      expect(await store.webhooks.due(later, 10)).toEqual([]);
      await store.webhooks.save([one]);
      await store.webhooks.settle(one.webhookNo, first!);
      expect(await store.webhooks.due(later, 10)).toMatchObject([{ event: { eventNo: second } }]);
    });

    it('die together with the old events of the line that are of their kinds', async () => {
      const { store } = desk();
      const one = await made(store);
      const numbers = await happened(store, 4);
      await happened(store, 1, 'group.created');
      await store.webhooks.note(note(one, numbers[0]!));
      const line = { ...one, doneNo: numbers[0]!, problem: 'ECONNREFUSED' };
      const before = '2026-03-01T08:03:00.000Z';
      const doneNo = await store.webhooks.giveUp(line, before, 1);
      expect(doneNo).toBe(numbers[1]);
      expect(await store.webhooks.giveUp({ ...line, doneNo }, before, 10)).toBe(numbers[2]);
      expect(await store.webhooks.giveUp({ ...line, doneNo: numbers[2]! }, before, 10)).toBe(numbers[2]);
      expect((await store.webhooks.find(id))!.doneNo).toBe(numbers[2]);
      const changed = { ...line, version: 2 };
      expect(await store.webhooks.giveUp(changed, later, 10)).toBe(numbers[0]);
      const dead = await store.webhooks.deliveries(one.webhookNo, { state: 'dead', limit: 10 });
      expect(dead.map(({ event, attempts }) => [event.eventNo, attempts])).toEqual([
        [numbers[2], 0],
        [numbers[1], 0],
        [numbers[0], 5],
      ]);
      const page = { limit: 1, below: numbers[2]! };
      expect(await store.webhooks.deliveries(one.webhookNo, page)).toEqual([dead[1]]);
      expect(await store.webhooks.replay(one.webhookNo, numbers[1]!, later)).toBe(true);
      expect(await store.webhooks.replay(one.webhookNo, numbers[3]!, later)).toBe(false);
      expect(await store.webhooks.due(later, 10)).toMatchObject([{ attempts: 0, since: later }]);
    });

    it('come again since a moment, in the line', async () => {
      const { store } = desk();
      const one = await made(store);
      const numbers = await happened(store, 4);
      await store.webhooks.note(note(one, numbers[0]!));
      await store.webhooks.note(note(one, numbers[2]!));
      await store.webhooks.save([{ ...one, doneNo: numbers[3]! }]);
      await store.webhooks.replaySince(one.webhookNo, '2026-03-01T08:01:00.000Z', later);
      const after = await store.webhooks.find(id);
      expect(after).toMatchObject({ doneNo: numbers[1]! - 1, resumedAt: later, version: 2 });
      expect(await store.webhooks.countWaiting(one.webhookNo)).toBe(1);
      await store.webhooks.replaySince(one.webhookNo, '2099-01-01T00:00:00.000Z', later);
      expect(await store.webhooks.find(id)).toEqual(after);
    });

    it('go with their events when those are too old to be kept', async () => {
      const { store } = desk();
      const one = await made(store);
      const [eventNo] = await happened(store, 1);
      await store.webhooks.note(note(one, eventNo!));
      await store.events.purge('2099-01-01T00:00:00.000Z', 10);
      expect(await store.webhooks.deliveries(one.webhookNo, { limit: 10 })).toEqual([]);
    });

    it('are those of one process: the lease is held, renewed, ended, and lost when it runs out', async () => {
      const { store, open } = desk();
      const second = await open();
      const lease = (holder: string, from: string, until: string) => ({ holder, at: from, until });
      expect(await store.webhooks.takeLease('l', lease('a', at, later))).toBe(true);
      expect(await second.webhooks.takeLease('l', lease('b', at, later))).toBe(false);
      expect(await store.webhooks.takeLease('l', lease('a', at, later))).toBe(true);
      expect(await second.webhooks.takeLease('l', lease('b', later, afterwards))).toBe(true);
      expect(await store.webhooks.takeLease('l', lease('a', later, later))).toBe(false);
      await store.webhooks.endLease('l', 'a');
      expect(await store.webhooks.takeLease('l', lease('a', later, later))).toBe(false);
      await second.webhooks.endLease('l', 'b');
      expect(await store.webhooks.takeLease('l', lease('a', later, later))).toBe(true);
      // Taken before the clock was set back by a day.
      const dayBefore = ['2026-02-28T09:00:00.000Z', '2026-02-28T09:00:30.000Z'] as const;
      expect(await second.webhooks.takeLease('l', lease('b', ...dayBefore))).toBe(true);
    });
  });
}
