/** How many requests are let through, by address and by key, and whose word counts about the address. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { anyone } from '../../src/domain/access.js';
import { openDesk, type Answer, type Desk } from './desk.js';

const ask = (
  desk: Desk,
  headers: Record<string, string> = {},
  remoteAddress = '192.0.2.1',
): Promise<Answer> => desk.call({ method: 'GET', url: '/register/', headers, remoteAddress });

describe('by address', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ FACEDESK_RATE_LIMIT_PER_ADDRESS: '5', FACEDESK_TRUSTED_PROXIES: '10.0.0.0/8' });
  });
  afterAll(() => desk.close());

  test('says how many are left, then refuses with Retry-After; the watchers of its health are never refused', async () => {
    for (const left of [4, 3, 2, 1, 0]) {
      const { status, headers } = await ask(desk);
      expect([status, headers['ratelimit-policy']]).toEqual([200, '"address";q=5;w=60']);
      expect(headers['ratelimit']).toMatch(new RegExp(`^"address";r=${left};t=\\d+$`));
    }
    const refused = await ask(desk);
    expect(refused).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(12);
    expect((await desk.call({ method: 'GET', url: '/livez', remoteAddress: '192.0.2.1' })).status).toBe(200);
    expect((await ask(desk, {}, '192.0.2.2')).status).toBe(200);
  });

  test('a forged X-Forwarded-For helps nobody', async () => {
    const statuses: number[] = [];
    for (let sent = 0; sent < 7; sent++)
      statuses.push((await ask(desk, { 'x-forwarded-for': `203.0.113.${sent}` }, '192.0.2.9')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
  });

  test('behind a named proxy the address is what that proxy says, not what its client says', async () => {
    const through = (client: string): Promise<Answer> =>
      ask(desk, { 'x-forwarded-for': `203.0.113.99, ${client}` }, '10.0.0.2');
    for (let sent = 0; sent < 5; sent++) expect((await through('198.51.100.1')).status).toBe(200);
    expect((await through('198.51.100.1')).status).toBe(429);
    expect((await through('198.51.100.2')).status).toBe(200);
  });

  test('all of an IPv6 /64 is one address', async () => {
    for (let sent = 0; sent < 5; sent++) expect((await ask(desk, {}, `2001:db8::${sent}`)).status).toBe(200);
    expect((await ask(desk, {}, '2001:db8::ffff')).status).toBe(429);
    expect((await ask(desk, {}, '2001:db8:0:1::1')).status).toBe(200);
  });
});

describe('by key', () => {
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ FACEDESK_RATE_LIMIT_PER_ADDRESS: '0', FACEDESK_RATE_LIMIT_PER_KEY: '3' });
  });
  afterAll(() => desk.close());

  test('each key has the rate of the settings, or its own, wherever it is used', async () => {
    const { keys } = desk.container;
    const plain = await keys.create({ role: 'desk', name: 'plain' }, anyone);
    const quick = await keys.create({ role: 'desk', name: 'quick', ratePerMinute: 4 }, anyone);
    for (const [made, rate] of [[plain, 3] as const, [quick, 4] as const]) {
      const headers = { 'x-api-key': made.secret };
      for (let sent = 0; sent < rate; sent++)
        expect((await ask(desk, headers, `192.0.2.${sent}`)).headers['ratelimit-policy']).toBe(
          `"key";q=${rate};w=60`,
        );
      expect(await ask(desk, headers)).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    }
  });
});
