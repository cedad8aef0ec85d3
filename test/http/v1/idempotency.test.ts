/** Idempotency-Key: a request that is sent twice is done once, whoever is faster. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDesk, type Desk } from '../desk.js';
import { v1ClientAs, type V1Client } from './v1-client.js';

let desk: Desk;
let admin: V1Client;
beforeAll(async () => {
  desk = await openDesk();
  admin = await v1ClientAs(desk, 'admin');
});
afterAll(() => desk.close());

const register = (v1: V1Client, id: string, key: string, json: object = {}) =>
  v1({ path: '/subjects', json: { id, ...json }, headers: { 'idempotency-key': key } });

test('the second request gets the first one’s answer', async () => {
  const key = randomUUID();
  const [first, second] = [await register(admin, 'anna', key), await register(admin, 'anna', key)];
  expect([first.status, second.status]).toEqual([201, 201]);
  expect(second.body).toEqual(first.body);
  expect(second.headers['etag']).toBe(first.headers['etag']);
  expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([
    undefined,
    'true',
  ]);
});

test('ten at once: one is done, and all get its answer', async () => {
  const key = randomUUID();
  const answers = await Promise.all(Array.from({ length: 10 }, () => register(admin, 'bella', key)));
  expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(201));
  expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).toHaveLength(1);
});

test('the same key with another request is refused', async () => {
  const key = randomUUID();
  await register(admin, 'carla', key);
  const { status, body } = await register(admin, 'carla2', key);
  expect([status, body.code]).toEqual([422, 'idempotency_key_reused']);
  expect((await admin({ path: '/subjects/carla2' })).status).toBe(404);
});

test('the order of members makes no other request, and another key of the caller’s another one', async () => {
  const key = randomUUID();
  await register(admin, 'dora', key, { metadata: { a: 1, b: 2 } });
  const again = await register(admin, 'dora', key, { metadata: { b: 2, a: 1 } });
  expect(again.headers['idempotency-replayed']).toBe('true');
  const other = await v1ClientAs(desk, 'enrol');
  expect((await register(other, 'dora', key)).body.code).toBe('subject_already_exists');
});

test('a failure is not kept: the request can be sent again', async () => {
  const key = randomUUID();
  expect((await register(admin, 'emma', key, { groups: ['later'] })).body.code).toBe('group_not_found');
  await admin({ path: '/groups', json: { id: 'later' } });
  expect((await register(admin, 'emma', key, { groups: ['later'] })).status).toBe(201);
});

test('an answer goes with the person that it is about', async () => {
  const key = randomUUID();
  await register(admin, 'short', key);
  await admin({ method: 'DELETE', path: '/subjects/short' });
  const anew = await register(admin, 'short', key);
  expect([anew.status, anew.headers['idempotency-replayed']]).toEqual([201, undefined]);
});

test.each(['', 'a b', 'é', 'x'.repeat(256)])('a key that is none is refused: %j', async (key) => {
  const { status, body } = await register(admin, 'x', key);
  expect([status, body.fields?.[0]?.field]).toEqual([400, 'header/Idempotency-Key']);
});
