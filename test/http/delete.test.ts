/** DELETE /register/: the answer, then the state, then the errors. Names quote the rows of the wire contract. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { face } from '../faces.js';
import { multipart, multipartType } from '../form-body.js';
import { openDesk, type Desk } from './desk.js';

let desk: Desk;
let photo: Buffer;
beforeAll(async () => {
  desk = await openDesk();
  photo = await face('carla');
});
afterAll(() => desk.close());
beforeEach(async () => {
  await desk.register({ id: 'A_B', image: photo });
});

const url = '/register/';
const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' };

test.each([
  ['multipart/form-data', multipartType, multipart({ name: 'id', content: 'a_b' })],
  ['application/x-www-form-urlencoded', urlencoded['content-type'], 'id=A_B'],
  ['application/json', 'application/json; charset=utf-8', '{"id": "A_B"}'],
])('otherwise: 204 without content, the id in %s', async (_name, type, payload) => {
  const answer = await desk.call({ method: 'DELETE', url, payload, headers: { 'content-type': type } });
  expect([answer.status, answer.body]).toEqual([204, undefined]);
  expect(answer.headers).not.toHaveProperty('content-length');
  expect(await desk.ids()).toEqual([]);
});

test('the id may come as ?id=…, with and without the slash', async () => {
  expect((await desk.call({ method: 'DELETE', url: '/register?id=A_B' })).status).toBe(204);
});

test('with Prefer: return=representation the answer is 200 and lists the files', async () => {
  const headers = { prefer: 'respond-async, return=representation' };
  const answer = await desk.call({ method: 'DELETE', url: `${url}?id=a_b`, headers });
  expect(answer.status).toBe(200);
  expect(answer.headers).toMatchObject({ 'preference-applied': 'return=representation' });
  expect(answer.body).toEqual({
    message: 'Data deleted successfully',
    files_deleted: [expect.stringMatching(/^A_B_\d{14}\.jpg$/) as string],
  });
});

test('unknown id: 404 {"error": "User not found"}, also the second time', async () => {
  await desk.call({ method: 'DELETE', url: `${url}?id=A_B` });
  const { status, body } = await desk.call({ method: 'DELETE', url: `${url}?id=A_B` });
  expect([status, body]).toEqual([404, { error: 'User not found' }]);
});

test('of 20 parallel deletions exactly one succeeds', async () => {
  const calls = Array.from({ length: 20 }, () => desk.call({ method: 'DELETE', url: `${url}?id=A_B` }));
  const statuses = (await Promise.all(calls)).map(({ status }) => status).sort();
  expect(statuses).toEqual([204, ...Array.from({ length: 19 }, () => 404)]);
});

test.each([
  ['no body', {}],
  ['a blank id', { payload: 'id=%20', headers: urlencoded }],
  ['another field', { payload: 'name=A_B', headers: urlencoded }],
  ['a number as JSON id', { payload: { id: 5 } }],
  ['an empty JSON object', { payload: {} }],
])('without id (%s): 400 {"error": "ID is required"}', async (_name, options) => {
  const { status, body } = await desk.call({ method: 'DELETE', url, ...options });
  expect([status, body]).toEqual([400, { error: 'ID is required' }]);
});

test('an id in the body wins over one in the query', async () => {
  const call = { method: 'DELETE', url: `${url}?id=A_B`, headers: urlencoded, payload: 'id=other' } as const;
  expect((await desk.call(call)).status).toBe(404);
  expect(await desk.ids()).toEqual(['A_B']);
});

test.each([
  ['text/plain', 'id=A_B', 415, 'media_type_unsupported'],
  ['application/json', '{"id": ', 400, 'form_malformed'],
  ['application/json', '[]null', 400, 'form_malformed'],
  ['application/json', '"A_B"', 400, 'form_malformed'],
])('a body of %s that cannot be used is refused with a code: %s', async (type, payload, status, code) => {
  const answer = await desk.call({ method: 'DELETE', url, payload, headers: { 'content-type': type } });
  expect(answer).toMatchObject({ status, body: { code } });
  expect(await desk.ids()).toEqual(['A_B']);
});
