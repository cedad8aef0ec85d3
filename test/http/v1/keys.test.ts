/** /v1/keys: made, told once, rotated and revoked over HTTP, by nobody who may do less, and all of it on record. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type Desk } from '../desk.js';
import { type V1Answer, v1Client, v1ClientAs, type V1Client } from './v1-client.js';

let desk: Desk;
let admin: V1Client;
let integration: V1Client;
beforeAll(async () => {
  desk = await openDesk();
  admin = await v1ClientAs(desk, 'admin');
  integration = await v1ClientAs(desk, 'integration', ['keys:manage', 'verify']);
});
afterAll(() => desk.close());

const make = (v1: V1Client, json: object): Promise<V1Answer> => v1({ path: '/keys', json });
const keysOf = async (): Promise<{ id: string; revokedAt: string | null }[]> =>
  (await admin({ path: '/keys?limit=100' })).body.items;
/** A key as it is made or rotated. */
const keyIn = ({ body }: V1Answer) => body as { readonly id: string; readonly secret: string };
const codeFor = async (secret: string): Promise<unknown> =>
  (await v1Client(desk, secret)({ path: '/subjects' })).body.code;

test('a key is made, and its secret is in that answer alone', async () => {
  const made = await make(admin, {
    name: 'Front door',
    role: 'kiosk',
    addresses: ['127.0.0.0/8'],
    ratePerMinute: 30,
    expiresAt: '2100-01-01T01:00:00+01:00',
  });
  const { secret, ...key } = keyIn(made);
  expect([made.status, made.headers['location'], made.headers['cache-control']]).toEqual([
    201,
    `/v1/keys/${key.id}`,
    'no-store',
  ]);
  expect(key).toMatchObject({
    ...{ name: 'Front door', role: 'kiosk', scopes: ['verify', 'quality:judge'] },
    ...{ addresses: ['127.0.0.0/8'], ratePerMinute: 30, expiresAt: '2100-01-01T00:00:00Z' },
    ...{ revokedAt: null, earlierSecretUntil: null },
  });
  // It is known, and may not read people.
  expect(await codeFor(secret)).toBe('scope_missing');
  expect((await admin({ path: `/keys/${key.id}` })).body).toEqual(key);
  expect(await keysOf()).toContainEqual(key);
});

test('whoever has a key can ask what it may do, and without one nobody can', async () => {
  expect((await integration({ path: '/caller' })).body).toEqual({
    keyId: expect.stringMatching(/^[0-9a-f]{12}$/),
    role: 'integration',
    scopes: ['keys:manage', 'verify'],
  });
  expect((await desk.call({ method: 'GET', url: '/v1/caller' })).status).toBe(401);
});

test('an Idempotency-Key keeps no secret: what is sent twice makes two keys', async () => {
  const send = () =>
    admin({
      path: '/keys',
      json: { name: 'twice', role: 'desk' },
      headers: { 'idempotency-key': 'same' },
    });
  const [one, other] = [await send(), await send()];
  expect(one.body.id).not.toBe(other.body.id);
  expect(other.headers).not.toHaveProperty('idempotency-replayed');
});

test('after a rotation both secrets open the key, and without a time of grace the new one alone', async () => {
  const { id, secret: first } = keyIn(await make(admin, { name: 'rotated', role: 'kiosk' }));
  const rotate = (json?: object) =>
    admin({ method: 'POST', path: `/keys/${id}/secret`, ...(json !== undefined && { json }) });
  const second = keyIn(await rotate());
  expect(second).toMatchObject({ id, earlierSecretUntil: expect.any(String) });
  expect([await codeFor(first), await codeFor(second.secret)]).toEqual(['scope_missing', 'scope_missing']);
  const third = keyIn(await rotate({ graceSeconds: 0 }));
  expect(third).toMatchObject({ id, earlierSecretUntil: null });
  expect([await codeFor(second.secret), await codeFor(third.secret)]).toEqual([
    'api_key_invalid',
    'scope_missing',
  ]);
});

test('a revoked key is refused at once, stays in the list, and is neither revoked nor rotated again', async () => {
  const { id, secret } = keyIn(await make(admin, { name: 'ended', role: 'kiosk' }));
  const revoke = () => admin({ method: 'DELETE', path: `/keys/${id}` });
  expect((await revoke()).status).toBe(204);
  expect(await codeFor(secret)).toBe('api_key_invalid');
  expect((await keysOf()).find((key) => key.id === id)?.revokedAt).toEqual(expect.any(String));
  expect((await revoke()).body.code).toBe('key_not_found');
  expect((await admin({ method: 'POST', path: `/keys/${id}/secret` })).body.code).toBe('key_not_found');
});

test('nobody makes or rotates a key that may do more than their own', async () => {
  const strong = keyIn(await make(admin, { name: 'strong', role: 'desk' }));
  const before = await keysOf();
  const more = { name: 'more', role: 'integration', scopes: ['verify', 'scores:read'] };
  const rotated = await integration({ method: 'POST', path: `/keys/${strong.id}/secret` });
  for (const { status, body } of [
    await make(integration, { name: 'more', role: 'admin' }),
    await make(integration, more),
    rotated,
  ])
    expect([status, body.code]).toEqual([403, 'scope_missing']);
  expect(await keysOf()).toEqual(before);
  expect((await make(integration, { ...more, scopes: ['verify'] })).status).toBe(201);
});

test.each([
  ['no name', { role: 'kiosk' }, 'request_invalid'],
  ['a blank name', { name: ' ', role: 'kiosk' }, 'key_name_invalid'],
  ['an unknown role', { name: 'x', role: 'king' }, 'request_invalid'],
  ['an integration without scopes', { name: 'x', role: 'integration' }, 'key_scopes_invalid'],
  ['no address', { name: 'x', role: 'kiosk', addresses: ['here'] }, 'key_addresses_invalid'],
  [
    'a time that is over',
    { name: 'x', role: 'kiosk', expiresAt: '2001-01-01T00:00:00Z' },
    'key_expiry_invalid',
  ],
  ['no requests at all', { name: 'x', role: 'kiosk', ratePerMinute: 0 }, 'request_invalid'],
])('%s: 400, and no key is made', async (_name, json, code) => {
  const before = await keysOf();
  const { status, body } = await make(admin, json);
  expect([status, body.code]).toEqual([400, code]);
  expect(await keysOf()).toEqual(before);
});

test('the list is cut into pages', async () => {
  const all = (await keysOf()).map(({ id }) => id);
  const paged: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const { body } = await admin({ path: `/keys?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}` });
    expect(body.items.length).toBeLessThanOrEqual(2);
    paged.push(...(body.items as { id: string }[]).map(({ id }) => id));
    cursor = body.nextCursor as string | null;
  }
  expect(paged).toEqual(all);
});

test('who made, rotated and revoked which key is on record, and no secret is in the log', async () => {
  const made = keyIn(await make(admin, { name: 'on record', role: 'kiosk' }));
  const rotated = keyIn(await admin({ method: 'POST', path: `/keys/${made.id}/secret` }));
  const revoked = await admin({ method: 'DELETE', path: `/keys/${made.id}` });
  await desk.container.events.flush();
  const { body } = await admin({ path: '/events?limit=3' });
  expect(body.items).toMatchObject(
    ['key.revoked', 'key.rotated', 'key.created'].map((kind) => ({
      kind,
      reason: made.id,
      keyId: expect.any(String),
    })),
  );
  expect(body.items[0].requestId).toBe(revoked.headers['x-request-id']);
  for (const { secret } of [made, rotated]) {
    expect(JSON.stringify(body)).not.toContain(secret.slice(17));
    expect(desk.logLines.join('')).not.toContain(secret.slice(17));
  }
});
