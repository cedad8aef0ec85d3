/** Pages of other web sites: those that the settings name may call, others may not, and nobody is let in without a key. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type Desk } from './desk.js';

const friend = 'https://library.example';
const apiKey = 'k'.repeat(40);
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk({
    FACEDESK_CORS_ORIGINS: `${friend},http://localhost:3000`,
    FACEDESK_API_KEYS: apiKey,
  });
});
afterAll(() => desk.close());

const preflight = (origin: string) =>
  desk.call({
    method: 'OPTIONS',
    url: '/v1/subjects',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type,idempotency-key',
    },
  });
const ask = (method: 'GET' | 'POST', origin: string, key?: string) =>
  desk.call({
    method,
    url: '/v1/subjects',
    headers: {
      origin,
      'sec-fetch-site': 'cross-site',
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    },
  });

test("a browser's question beforehand is answered without a key, for the sites that are named", async () => {
  const { status, headers } = await preflight(friend);
  expect(status).toBe(204);
  expect(headers['access-control-allow-origin']).toBe(friend);
  expect(String(headers['access-control-allow-headers'])).toContain('idempotency-key');
  expect(headers['access-control-allow-credentials']).toBeUndefined();
  expect(headers['vary']).toContain('Origin');
});

test('a page of a named site is answered, and can read what programs read', async () => {
  const { status, headers } = await ask('GET', friend, apiKey);
  expect(status).toBe(200);
  expect(headers['access-control-allow-origin']).toBe(friend);
  expect(String(headers['access-control-expose-headers'])).toContain('retry-after');
  // What is wrong with it is said in the same way.
  const posted = await ask('POST', friend, apiKey);
  expect(posted.status).toBe(400);
  expect(posted.headers['access-control-allow-origin']).toBe(friend);
});

test('it needs a key as everybody does', async () => {
  expect(await ask('GET', friend)).toMatchObject({ status: 401, body: { code: 'api_key_required' } });
});

test.each(['https://evil.example', 'null', 'https://library.example.evil.example', 'http://library.example'])(
  'a page of %s gets no leave, with a key or without',
  async (origin) => {
    expect((await preflight(origin)).headers['access-control-allow-origin']).not.toBe(origin);
    expect((await ask('GET', origin, apiKey)).headers['access-control-allow-origin']).not.toBe(origin);
    expect(await ask('POST', origin, apiKey)).toMatchObject({
      status: 403,
      body: { code: 'cross_site_refused' },
    });
  },
);
