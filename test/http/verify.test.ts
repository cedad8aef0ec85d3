/** POST /verify/: the answer, then the state, then the errors. Names quote the rows of the wire contract. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face, retaken } from '../faces.js';
import { openDesk, type Desk } from './desk.js';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
  for (const name of ['anna', 'bella', 'carla', 'dora'] as const)
    expect((await desk.register({ id: `${name}_1`, image: await face(name) })).status).toBe(201);
});
afterAll(() => desk.close());

const invalid = { error: 'Invalid User', verified: false };

test('the face is the claimed user: 200 with the id as registered', async () => {
  const { status, body } = await desk.verify({ id: ' ANNA_1', image: await face('annaAgain') });
  expect(status).toBe(200);
  expect(body).toEqual({ message: 'Image received successfully!', recognition: 'anna_1', verified: true });
});

test.each(['bella', 'carla', 'dora'] as const)('%s is recognised on another photo', async (name) => {
  expect((await desk.verify({ id: `${name}_1`, image: await retaken(name) })).status).toBe(200);
});

test('the id is unknown, the face is someone else’s, or nobody’s: 400 {"error": "Invalid User", "verified": false}', async () => {
  const answers = [
    await desk.verify({ id: 'unknown', image: await face('anna') }),
    await desk.verify({ id: 'anna_1', image: await face('bella') }),
    await desk.verify({ id: 'anna_1', image: await face('stranger') }),
    await desk.verify({ id: 'unknown', image: await face('stranger') }),
  ];
  for (const { status, body } of answers) expect([status, body]).toEqual([400, invalid]);
  const shapes = answers.map(({ headers }) => Object.keys(headers).join());
  expect(new Set(shapes).size).toBe(1);
});

test('nothing that a verification does changes who is registered', async () => {
  expect(await desk.ids()).toEqual(['anna_1', 'bella_1', 'carla_1', 'dora_1']);
});

test('two people who verify at the same moment are each judged on their own photo', async () => {
  const [anna, bella] = [await face('annaAgain'), await retaken('bella')];
  const answers = await Promise.all([
    ...Array.from({ length: 4 }, () => desk.verify({ id: 'anna_1', image: anna })),
    ...Array.from({ length: 4 }, () => desk.verify({ id: 'anna_1', image: bella })),
  ]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 400, 400, 400, 400]);
});

test.each([
  ['without id', { image: Buffer.from('x') }],
  ['without image', { id: 'anna_1' }],
  ['with an empty image', { id: 'anna_1', image: Buffer.alloc(0) }],
])('%s: 400 {"error": "Image and ID are required", "verified": false}', async (_name, form) => {
  const { status, body } = await desk.verify(form);
  expect([status, body]).toEqual([400, { error: 'Image and ID are required', verified: false }]);
});

test.each([
  ['no_face_found', 'nobody'],
  ['several_faces_found', 'twoPeople'],
] as const)('%s is answered with code and verified: false, for unknown ids too', async (code, name) => {
  for (const id of ['anna_1', 'unknown']) {
    const { status, body } = await desk.verify({ id, image: await face(name) });
    expect(status).toBe(400);
    const reasons = [expect.objectContaining({ code }) as object];
    expect(body).toEqual({ error: expect.any(String) as string, code, reasons, verified: false });
  }
});

test('a deleted user is verified no more, and an id registered anew is its new owner’s', async () => {
  const image = await face('emma');
  await desk.register({ id: 'emma', image });
  expect((await desk.verify({ id: 'emma', image })).status).toBe(200);
  await desk.call({ method: 'DELETE', url: '/register/?id=emma' });
  expect((await desk.verify({ id: 'emma', image })).body).toEqual(invalid);
  await desk.register({ id: 'emma', image: await retaken('emma') });
  expect((await desk.verify({ id: 'emma', image })).status).toBe(200);
});

test('one photo under two ids verifies as either: the claimed id is confirmed only if nobody else is nearer', async () => {
  const image = await face('stranger');
  for (const id of ['twin-a', 'twin-b']) await desk.register({ id, image });
  for (const id of ['twin-a', 'twin-b']) expect((await desk.verify({ id, image })).status).toBe(200);
  for (const id of ['twin-a', 'twin-b']) await desk.call({ method: 'DELETE', url: `/register/?id=${id}` });
});

test('every error of /verify/ says verified: false, also before the route is reached', async () => {
  const foreign = { 'sec-fetch-site': 'cross-site' };
  expect((await desk.call({ method: 'GET', url: '/verify/' })).body).toMatchObject({ verified: false });
  expect((await desk.call({ method: 'POST', url: '/verify', headers: foreign })).body).toMatchObject({
    code: 'cross_site_refused',
    verified: false,
  });
  const answer = await desk.call({ method: 'POST', url: '/verify?x=1', payload: { id: 'anna_1' } });
  expect(answer).toMatchObject({ status: 415, body: { verified: false } });
});

test('no line of the log holds an id or a template', async () => {
  expect(desk.logLines.join('')).toMatch(/claim decided/);
  expect(desk.logLines.join('')).not.toMatch(/anna_1|bella_1|features/i);
});
