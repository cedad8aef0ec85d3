/** POST /register/: the answer, then the state, then the errors. Names quote the rows of the wire contract. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face, facePng, blurred } from '../faces.js';
import { multipart, multipartType } from '../form-body.js';
import { openDesk, type Desk } from './desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const required = { error: 'ID and image are required' };

test('otherwise: 201 {"message": "Data inserted successfully"}', async () => {
  const { status, body, headers } = await desk.register({ id: '  B21AI022 ', image: await face('anna') });
  expect([status, body]).toEqual([201, { message: 'Data inserted successfully' }]);
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-request-id': expect.any(String) as string,
  });
  expect(await desk.ids()).toContain('B21AI022');
});

test('with an id that is registered: 409 {"error": "User already exists"}, whatever its case and before any image work', async () => {
  const { status, body } = await desk.register({ id: 'b21ai022', image: Buffer.from('no picture at all') });
  expect([status, body]).toEqual([409, { error: 'User already exists' }]);
  expect((await desk.verify({ id: 'B21AI022', image: await face('annaAgain') })).status).toBe(200);
});

test('a refused registration does not change who an id is', async () => {
  await desk.register({ id: 'B21AI022', image: await face('bella') });
  expect((await desk.verify({ id: 'B21AI022', image: await face('bella') })).status).toBe(400);
});

test('POST /register and /register/ answer alike, without a redirect', async () => {
  const call = { method: 'POST', payload: multipart(), headers: { 'content-type': multipartType } } as const;
  for (const url of ['/register', '/register/'])
    expect(await desk.call({ ...call, url })).toMatchObject({ status: 400, body: required });
});

test.each([
  ['without an id', { image: Buffer.from('x') }],
  ['without an image', { id: 'X1' }],
  ['with an empty id', { id: '  ', image: Buffer.from('x') }],
  ['with an empty image', { id: 'X1', image: Buffer.alloc(0) }],
  ['with neither', {}],
])('%s: 400 {"error": "ID and image are required"}', async (_name, form) => {
  expect(await desk.register(form)).toMatchObject({ status: 400, body: required });
});

test('an image field that is no file counts as absent', async () => {
  const payload = multipart(
    { name: 'id', content: 'X2' },
    { name: 'image', content: 'data:image/jpeg;base64,AA' },
  );
  const headers = { 'content-type': multipartType };
  expect(await desk.call({ method: 'POST', url: '/register/', payload, headers })).toMatchObject({
    status: 400,
    body: required,
  });
});

test('a POST without a body, or with a urlencoded one, lacks its image', async () => {
  const url = '/register/';
  expect(await desk.call({ method: 'POST', url })).toMatchObject({ status: 400, body: required });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const answer = await desk.call({ method: 'POST', url, payload: 'id=X3&image=abc', headers });
  expect(answer).toMatchObject({ status: 400, body: required });
});

test('a body of another kind: 415 with a code', async () => {
  const answer = await desk.call({ method: 'POST', url: '/register/', payload: { id: 'X4' } });
  expect(answer.status).toBe(415);
  expect(answer.body).toEqual({ error: expect.any(String) as string, code: 'media_type_unsupported' });
});

test.each([
  ['that is no decodable image', () => Promise.resolve(Buffer.from('no picture')), 'image_unreadable'],
  ['that holds no face', () => face('nobody'), 'no_face_found'],
  ['that holds several faces', () => face('twoPeople'), 'several_faces_found'],
  ['that fails the quality bar', () => blurred('anna', 14), undefined],
])('with a picture %s: 400 with a code and the reason, nothing is stored', async (_name, image, code) => {
  const { status, body } = await desk.register({ id: 'X5', image: await image() });
  expect(status).toBe(400);
  expect(Object.keys(body as object)).toEqual(['error', 'code', 'reasons']);
  if (code !== undefined) expect(body).toMatchObject({ code });
  expect(await desk.ids()).not.toContain('X5');
});

test('an id with control characters is refused with a code', async () => {
  const answer = await desk.register({ id: 'A\u0000B', image: await face('bella') });
  expect(answer).toMatchObject({ status: 400, body: { code: 'id_invalid' } });
});

test('an id of more than 255 characters is refused with a code, however long', async () => {
  for (const length of [256, 10_000])
    expect(await desk.register({ id: 'x'.repeat(length), image: await face('bella') })).toMatchObject({
      status: 400,
      body: { code: 'id_invalid' },
    });
});

test.each(['A_B', 'ü/7', "' OR 1=1", '🙂'])('any other character is allowed in an id: %s', async (id) => {
  const image = await face('dora');
  expect((await desk.register({ id, image })).status).toBe(201);
  expect(await desk.ids()).toContain(id);
  const query = `?id=${encodeURIComponent(id)}`;
  expect((await desk.call({ method: 'DELETE', url: `/register/${query}` })).status).toBe(204);
});

test('of 50 parallel registrations of one id exactly one gets 201', async () => {
  const image = await face('emma');
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, i) => desk.register({ id: i % 2 === 0 ? 'race' : 'RACE', image })),
  );
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array.from({ length: 49 }, () => 409)]);
  expect((await desk.ids()).filter((id) => id.toLowerCase() === 'race')).toHaveLength(1);
});

test('of parallel registrations the one with a good photo gets the id when the first has a bad one', async () => {
  const [bad, good] = await Promise.all([
    desk.register({ id: 'second-chance', image: await face('nobody') }),
    desk.register({ id: 'second-chance', image: await facePng('bella') }),
  ]);
  expect([bad.status, good.status]).toEqual([400, 201]);
});

test('the last of several ids counts, and of several images those that can be enrolled', async () => {
  const file = { name: 'image', fileName: 'x', type: 'text/plain' };
  const payload = multipart(
    { name: 'id', content: 'first' },
    { ...file, content: 'no picture' },
    { name: 'id', content: 'last' },
    { ...file, content: await face('carla') },
  );
  const headers = { 'content-type': multipartType };
  expect((await desk.call({ method: 'POST', url: '/register/', payload, headers })).status).toBe(201);
  expect(await desk.ids()).toContain('last');
  expect(await desk.ids()).not.toContain('first');
});
