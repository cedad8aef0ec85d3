/** What holds for every call: methods, unknown addresses, broken requests, headers, and who is let in. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { multipartType } from '../form-body.js';
import { openDesk, type Desk } from './desk.js';
import { rawCall } from './raw-call.js';

const text = expect.any(String) as string;

describe('without API keys', () => {
  let desk: Desk;
  let port: number;
  beforeAll(async () => {
    desk = await openDesk();
    port = await desk.listen();
  });
  afterAll(() => desk.close());

  test.each([
    ['PUT', '/register/', 'GET, HEAD, POST, DELETE, OPTIONS'],
    ['PATCH', '/register', 'GET, HEAD, POST, DELETE, OPTIONS'],
    ['GET', '/verify/', 'POST, OPTIONS'],
    ['DELETE', '/verify', 'POST, OPTIONS'],
    ['POST', '/readyz', 'GET, HEAD, OPTIONS'],
    ['POST', '/verifyPage/', 'GET, HEAD, OPTIONS'],
    ['DELETE', '/assets/kiosk.js', 'GET, HEAD, OPTIONS'],
  ] as const)('405 with Allow: %s %s', async (method, url, allow) => {
    const { status, body, headers } = await desk.call({ method, url });
    expect([status, sortedList(headers.allow)]).toEqual([405, sortedList(allow)]);
    expect(body).toMatchObject({ error: text, code: 'method_not_allowed' });
  });

  test('OPTIONS: 204 with Allow', async () => {
    const { status, headers } = await desk.call({ method: 'OPTIONS', url: '/verify/' });
    expect([status, sortedList(headers.allow)]).toEqual([204, 'OPTIONS,POST']);
  });

  test.each([
    '/',
    '/registered',
    '/register/x',
    '/../etc/passwd',
    '/assets/none.js',
    '/assets/..%2f..%2fpackage.json',
  ])('404 in JSON for %s', async (url) => {
    const { status, body } = await desk.call({ method: 'GET', url });
    expect([status, body]).toEqual([404, { error: text, code: 'route_not_found' }]);
  });

  test('a method that Fastify does not know is a 405 on a known path', async () => {
    const { status } = await rawCall({ port, pieces: ['PROPFIND /verify/ HTTP/1.1\r\nHost: d\r\n\r\n'] });
    expect(status).toBe(405);
  });

  test.each([
    ['an address that cannot be decoded', 'GET /%ZZ HTTP/1.1\r\nHost: d\r\n\r\n', 400],
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['no Host', 'GET /livez HTTP/1.1\r\n\r\n', 400],
    [
      'two lengths',
      'POST /verify/ HTTP/1.1\r\nHost: d\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
    ['headers without end', `GET /livez HTTP/1.1\r\nHost: d\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 431],
    ['a long address', `GET /${'x'.repeat(40_000)} HTTP/1.1\r\nHost: d\r\n\r\n`, 431],
    ['an unknown expectation', 'GET /livez HTTP/1.1\r\nHost: d\r\nExpect: magic\r\n\r\n', 200],
  ])('%s is answered in JSON', async (_name, request, expected) => {
    const { status, head, body } = await rawCall({ port, pieces: [request] });
    expect(status).toBe(expected);
    expect(head).toMatch(/content-type: application\/json/i);
    expect(head).toMatch(/x-request-id: \S+/i);
    expect(typeof JSON.parse(body)).toBe('object');
  });

  test('broken chunks on /verify/ are answered in JSON with verified: false', async () => {
    const lines = ['POST /verify/ HTTP/1.1', 'Host: d', `Content-Type: ${multipartType}`];
    const request = [...lines, 'Transfer-Encoding: chunked', '', 'zz', ''].join('\r\n');
    const { status, body } = await rawCall({ port, pieces: [request] });
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ code: 'request_malformed', verified: false });
  });

  test('a harmless request id is kept, another is replaced', async () => {
    const ask = (id: string) => desk.call({ method: 'GET', url: '/livez', headers: { 'x-request-id': id } });
    expect((await ask('abc-123')).headers['x-request-id']).toBe('abc-123');
    expect((await ask('a b\tc')).headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
  });

  test.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ 'sec-fetch-site': 'same-origin', origin: 'http://desk:8000', host: 'desk:8000' }, 400],
    [{ origin: 'http://desk:8000', host: 'desk:8000' }, 400],
    [{}, 400],
  ])('a POST with %j gets %i', async (headers, expected) => {
    const { status, body } = await desk.call({ method: 'POST', url: '/register/', headers });
    expect(status).toBe(expected);
    if (expected === 403) expect(body).toEqual({ error: text, code: 'cross_site_refused' });
  });

  test('a GET from another site passes, since it changes nothing', async () => {
    const headers = { 'sec-fetch-site': 'cross-site' };
    expect((await desk.call({ method: 'GET', url: '/register/', headers })).status).toBe(200);
  });

  test('/livez and /readyz say how things stand, and nothing about people', async () => {
    expect((await desk.call({ method: 'GET', url: '/livez' })).body).toEqual({ status: 'ok' });
    const { status, body } = await desk.call({ method: 'GET', url: '/readyz' });
    const checks = { store: 'ok', vision: 'ok', gallery: 'ok' };
    expect([status, body]).toEqual([200, { status: 'ready', checks }]);
  });

  test('browsers are told to load nothing foreign and to give the camera to our pages only', async () => {
    const { headers } = await desk.call({ method: 'GET', url: '/livez' });
    expect(headers['content-security-policy']).toMatch(/default-src 'self'/);
    expect(headers['content-security-policy']).not.toMatch(/unsafe|https?:/);
    expect(headers['permissions-policy']).toMatch(/camera=\(self\)/);
    expect(headers).not.toHaveProperty('strict-transport-security');
  });
});

describe('with API keys', () => {
  const keys = ['k'.repeat(32), 'other-key-'.repeat(4)];
  let desk: Desk;
  beforeAll(async () => {
    desk = await openDesk({ FACEDESK_API_KEYS: keys.join(', ') });
  });
  afterAll(() => desk.close());

  test.each([
    ['GET', '/register/'],
    ['HEAD', '/register/'],
    ['POST', '/register'],
    ['DELETE', '/register/?id=x'],
    ['POST', '/verify/'],
    ['PUT', '/verify/'],
    ['OPTIONS', '/register/'],
    ['GET', '/nothing'],
  ] as const)('%s %s needs a key: 401 with WWW-Authenticate', async (method, url) => {
    for (const headers of [{}, { 'x-api-key': 'wrong' }, { authorization: `Basic ${keys[0]}` }]) {
      const answer = await desk.call({ method, url, headers });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });

  test('a key in the query is no key', async () => {
    const url = `/register/?api_key=${keys[0]}&key=${keys[0]}`;
    expect((await desk.call({ method: 'GET', url })).status).toBe(401);
  });

  test.each(['/livez', '/readyz'])('%s needs none', async (url) => {
    expect((await desk.call({ method: 'GET', url })).status).toBe(200);
  });

  test('every key opens, as a bearer token and as X-API-Key', async () => {
    for (const key of keys) {
      for (const headers of [{ authorization: `bearer ${key}` }, { 'x-api-key': key }])
        expect((await desk.call({ method: 'GET', url: '/register/', headers })).status).toBe(200);
    }
  });

  test('no key is ever logged', () => {
    for (const key of keys) expect(desk.logLines.join('')).not.toContain(key);
  });
});

function sortedList(header: unknown): string {
  return String(header).split(', ').sort().join();
}
