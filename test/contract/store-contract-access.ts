/** Store contract: API keys with their secrets, and failed attempts, counted exactly however many come at once. */
import { describe, expect, it } from 'vitest';
import type { ApiKeyStore, AttemptStore } from '../../src/store/index.js';
import type { Desk } from './store-desk.js';

const newKey = {
  keyId: 'a1b2c3d4e5f6',
  name: 'Tür 1 🚪',
  role: 'integration',
  scopes: ['verify', 'compare'],
  addresses: ['10.0.0.0/8', '2001:db8::/32'],
  ratePerMinute: 120,
  expiresAt: '2099-12-31T23:59:59',
} as const satisfies Parameters<ApiKeyStore['add']>[0];
const [first, second, third] = ['1', '2', '3'].map((digit) => digit.repeat(64)) as [string, string, string];

const nowMs = Date.parse('2026-03-01T08:00:00.400Z');
const rules = { beforePause: 5, beforeLock: 12, pauseMs: 30_000 };
const at = { claim: 'c'.repeat(64), origin: 'o'.repeat(64) };
const elsewhere = { ...at, origin: 'p'.repeat(64) };

async function failTimes(store: { attempts: AttemptStore }, times: number, ms = nowMs): Promise<string[]> {
  const verdicts = await Promise.all(Array.from({ length: times }, () => store.attempts.fail(at, rules, ms)));
  return verdicts.map(({ state }) => state);
}

export function accessContract(desk: () => Desk): void {
  describe('API keys', () => {
    it('are kept as they were made, with the digest of their secret', async () => {
      const { store, open } = desk();
      await store.apiKeys.add(newKey, first);
      const [key, ...others] = await (await open()).apiKeys.list();
      expect(others).toEqual([]);
      expect(key).toEqual({
        ...newKey,
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}$/) as string,
        revokedAt: null,
        secrets: [{ digest: first, expiresAt: null }],
      });
    });

    it('keep one earlier secret for a while when they are rotated, and none from before that', async () => {
      const { store } = desk();
      await store.apiKeys.add(newKey, first);
      expect(await store.apiKeys.rotate(newKey.keyId, second, '2030-01-01T00:00:00')).toBe(true);
      expect(await store.apiKeys.rotate(newKey.keyId, third, '2031-01-01T00:00:00')).toBe(true);
      const [key] = await store.apiKeys.list();
      expect(new Set(key!.secrets)).toEqual(
        new Set([
          { digest: third, expiresAt: null },
          { digest: second, expiresAt: '2031-01-01T00:00:00' },
        ]),
      );
    });

    it('are revoked once and for good, and stay in the list without a secret', async () => {
      const { store } = desk();
      await store.apiKeys.add(newKey, first);
      expect(await store.apiKeys.revoke(newKey.keyId)).toBe(true);
      expect(await store.apiKeys.revoke(newKey.keyId)).toBe(false);
      expect(await store.apiKeys.rotate(newKey.keyId, second, '2030-01-01T00:00:00')).toBe(false);
      expect(await store.apiKeys.revoke('unknown')).toBe(false);
      const [key] = await store.apiKeys.list();
      expect(key).toMatchObject({ revokedAt: expect.any(String) as string, secrets: [] });
    });
  });

  describe('failed attempts', () => {
    it('pause after some in a row: of 64 at once exactly those get through', async () => {
      const states = await failTimes(desk().store, 64);
      expect(states.filter((state) => state === 'free')).toHaveLength(rules.beforePause);
      expect(new Set(states)).toEqual(new Set(['free', 'paused']));
    });

    it('are counted together, whichever process they are told', async () => {
      const { store, open } = desk();
      const other = await open();
      const states: string[] = [];
      for (let round = 0; round < 4; round++)
        states.push(...(await failTimes(store, 1)), ...(await failTimes(other, 1)));
      expect(states).toEqual([...Array<string>(5).fill('free'), ...Array<string>(3).fill('paused')]);
    });

    it('are let through again when the pause is over, and not a moment before', async () => {
      const { store } = desk();
      await failTimes(store, 5);
      const endMs = nowMs + rules.pauseMs;
      expect(await store.attempts.look(at, endMs - 1)).toMatchObject({ state: 'paused' });
      expect(await store.attempts.succeed(at, endMs - 1)).toMatchObject({ state: 'paused' });
      expect(await store.attempts.look(at, endMs + 999)).toEqual({ state: 'free' });
    });

    it('lock after many, also where the store was closed in between, until the lock is lifted', async () => {
      const { store, open } = desk();
      await failTimes(store, 5);
      await store.close();
      const reopened = await open();
      await failTimes(reopened, 5, nowMs + 40_000);
      await failTimes(reopened, 2, nowMs + 80_000);
      const years = nowMs + 10 ** 11;
      expect(await reopened.attempts.look(at, years)).toEqual({ state: 'locked' });
      expect(await reopened.attempts.lockedAmong([at.claim, 'x'.repeat(64)])).toEqual(new Set([at.claim]));
      expect(await reopened.attempts.countLocked()).toBe(1);
      expect(await reopened.attempts.lift(at.claim)).toBe(1);
      expect(await reopened.attempts.countLocked()).toBe(0);
      expect(await reopened.attempts.look(at, years)).toEqual({ state: 'free' });
      expect(await reopened.attempts.lift(at.claim)).toBe(0);
    });

    it('of one origin hold up nobody at another', async () => {
      const { store } = desk();
      await failTimes(store, 64);
      expect(await store.attempts.look(elsewhere, nowMs)).toEqual({ state: 'free' });
      expect(await store.attempts.succeed(elsewhere, nowMs)).toEqual({ state: 'free' });
    });

    it('begin anew after a success, and when nothing failed for a day', async () => {
      const { store, bench } = desk();
      await failTimes(store, 4);
      await store.attempts.succeed(at, nowMs);
      expect(await failTimes(store, 4)).toEqual(Array(4).fill('free'));
      expect(await store.attempts.look(at, nowMs)).toEqual({ state: 'free' });
      const dayAfter = nowMs + 25 * 3_600_000;
      await store.attempts.fail(elsewhere, rules, dayAfter);
      // What strangers typed is gone by then.
      expect(await bench.sql('SELECT origin FROM facedesk_attempts')).toEqual([{ origin: elsewhere.origin }]);
    });
  });
}
