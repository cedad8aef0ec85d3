/** /v1/verifications, /v1/identifications and /v1/comparisons: the answer, then the state, then the errors. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face, retaken } from '../../faces.js';
import { openDesk, type Desk } from '../desk.js';
import { v1ClientAs, type V1Client } from './v1-client.js';

let desk: Desk;
let admin: V1Client;
let kiosk: V1Client;
let finder: V1Client;
beforeAll(async () => {
  desk = await openDesk({
    FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0',
    FACEDESK_RATE_LIMIT_PER_ADDRESS: '0',
    FACEDESK_UNKNOWN_FACES_PER_MINUTE: '4',
  });
  admin = await v1ClientAs(desk, 'admin');
  kiosk = await v1ClientAs(desk, 'kiosk');
  finder = await v1ClientAs(desk, 'integration', ['identify', 'compare']);
  await admin({ path: '/groups', json: { id: 'east' } });
  await admin({ path: '/groups', json: { id: 'empty' } });
  for (const name of ['anna', 'bella', 'carla'] as const) {
    const groups = name === 'anna' ? { groups: 'east' } : {};
    await admin({ path: '/subjects', form: { id: name, photos: await face(name), ...groups } });
  }
});
afterAll(() => desk.close());

const verify = async (v1: V1Client, id: string, ...photos: Buffer[]) =>
  v1({ path: '/verifications', form: { id, photos } });

test('the face is the claimed person: a match; the receipt only for keys that may see scores', async () => {
  const photo = await face('annaAgain');
  const seen = await verify(admin, ' ANNA', photo);
  expect(seen.body).toMatchObject({ outcome: 'match', subject: { id: 'anna' } });
  expect(seen.body.receipt.scores.normalisedScore).toBeGreaterThan(seen.body.receipt.threshold as number);
  expect((await verify(kiosk, 'anna', photo)).body).toEqual({ outcome: 'match', subject: { id: 'anna' } });
});

test('without the right to see scores, an unknown id, a wrong face and nobody’s face look the same', async () => {
  const answers = [
    await verify(kiosk, 'anna', await face('bella')),
    await verify(kiosk, 'nobody', await face('bella')),
    await verify(kiosk, 'anna', await face('stranger')),
    await verify(kiosk, 'nobody', await face('stranger')),
  ];
  for (const { status, body } of answers) expect([status, body]).toEqual([200, { outcome: 'nonMatch' }]);
  const headers = answers.map((answer) => Object.keys(answer.headers).join());
  expect(new Set(headers).size).toBe(1);
  expect(new Set(answers.map((answer) => answer.headers['content-length'])).size).toBe(1);
});

test('whoever may see scores is told why', async () => {
  expect((await verify(admin, 'nobody', await face('bella'))).body).toMatchObject({
    reason: 'unknownSubject',
  });
  expect((await verify(admin, 'anna', await face('bella'))).body).toMatchObject({
    reason: 'someoneElseNearer',
  });
});

test('of several photos the best counts, and one that is good enough will do', async () => {
  const [none, anna] = [await face('nobody'), await face('annaAgain')];
  expect((await verify(kiosk, 'anna', none, anna)).body.outcome).toBe('match');
  const { status, body } = await verify(kiosk, 'anna', none, none);
  expect([status, body.code]).toEqual([400, 'no_face_found']);
  expect(body.findings[0].hint).toBeDefined();
  const many = await verify(kiosk, 'anna', ...Array.from({ length: 6 }, () => anna));
  expect([many.status, many.body.code]).toEqual([400, 'too_many_frames']);
});

test('a challenge that was never issued is refused, and a token counts once', async () => {
  const photos = await Promise.all(Array.from({ length: 4 }, () => face('anna')));
  const answer = (challenge: string) =>
    kiosk({ path: '/verifications', form: { id: 'anna', photos, challenge } });
  expect((await answer('made-up')).body.code).toBe('challenge_invalid');
  const { body, status } = await kiosk({ method: 'POST', path: '/challenges' });
  expect([status, body.actions.length]).toEqual([201, 3]);
  // Four times the same photo does nothing of what was asked for.
  expect((await answer(body.token as string)).body).toEqual({ outcome: 'nonMatch', challenge: 'failed' });
  expect((await answer(body.token as string)).body.code).toBe('challenge_invalid');
});

test('where a challenge is required, nobody is verified without one', async () => {
  const strict = await openDesk({ FACEDESK_CHALLENGE: 'required' });
  try {
    await strict.register({ id: 'anna', image: await face('anna') });
    const photo = await face('annaAgain');
    expect((await strict.verify({ id: 'anna', image: photo })).body).toMatchObject({
      code: 'challenge_required',
    });
    const ask = await v1ClientAs(strict, 'kiosk');
    expect((await verify(ask, 'anna', photo)).body.code).toBe('challenge_required');
    const { body } = await ask({ method: 'POST', path: '/challenges' });
    const photos = Array.from({ length: 4 }, () => photo);
    const answered = await ask({
      path: '/verifications',
      form: { id: 'anna', photos, challenge: body.token },
    });
    expect(answered.body).toEqual({ outcome: 'nonMatch', challenge: 'failed' });
  } finally {
    await strict.close();
  }
});

test.each([
  ['no id', { photos: Buffer.from('x') }, 'body/id'],
  ['no photo', { id: 'anna' }, 'body/photos'],
  ['an empty photo', { id: 'anna', photos: Buffer.alloc(0) }, 'body/photos/0'],
  ['a photo as text', { id: 'anna', photos: 'text' }, 'body/photos'],
])('%s: 400 that names the field', async (_name, form, field) => {
  const { status, body } = await kiosk({ path: '/verifications', form });
  expect([status, body.code, body.fields[0].field]).toEqual([400, 'request_invalid', field]);
});

test('a search names people who pass, and nobody else without the right to see scores', async () => {
  const photo = await retaken('bella');
  const seen = await admin({ path: '/identifications', form: { photo, limit: '3' } });
  expect(seen.body.candidates[0]).toMatchObject({ rank: 1, subject: { id: 'bella' }, passes: true });
  expect(seen.body.candidates).toHaveLength(3);
  expect(seen.body.candidates[1]).toMatchObject({ rank: 2, passes: false, score: expect.any(Number) });
  const { body } = await finder({ path: '/identifications', form: { photo } });
  expect(body).toEqual({ candidates: [{ rank: 1, subject: { id: 'bella' }, passes: true }] });
  const stranger = await finder({ path: '/identifications', form: { photo: await face('stranger') } });
  expect(stranger.body).toEqual({ candidates: [] });
});

test('a search can be limited to groups', async () => {
  const search = async (photo: Buffer, groups: string[]) =>
    finder({ path: '/identifications', form: { photo, groups } });
  expect((await search(await retaken('bella'), ['east'])).body.candidates).toEqual([]);
  expect((await search(await face('annaAgain'), ['empty', 'east'])).body.candidates).toMatchObject([
    { subject: { id: 'anna' } },
  ]);
  expect((await search(await face('annaAgain'), ['empty'])).body.candidates).toEqual([]);
  expect((await search(await face('annaAgain'), ['west'])).body.code).toBe('group_not_found');
});

test('after some faces that are nobody’s a place has to wait, whoever comes next; who may see scores does not', async () => {
  const gate = await v1ClientAs(desk, 'integration', ['identify']);
  const search = async (v1: V1Client, photo: Buffer) => v1({ path: '/identifications', form: { photo } });
  expect((await search(gate, await face('annaAgain'))).body.candidates).toHaveLength(1);
  // On a slow machine some of the waiting is over before the last of them.
  let tries = 0;
  while (tries < 12 && (await search(gate, await face('stranger'))).status === 200) tries++;
  expect(tries).toBeGreaterThanOrEqual(4);
  expect(tries).toBeLessThan(12);
  const refused = await search(gate, await face('annaAgain'));
  expect(refused).toMatchObject({ status: 429, body: { code: 'too_many_unknown_faces' } });
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  expect((await search(admin, await face('stranger'))).status).toBe(200);
});

test('two photos are compared without anything being stored', async () => {
  const people = async (): Promise<unknown> => (await admin({ path: '/subjects' })).body.items;
  const before = await people();
  const compare = async (v1: V1Client, one: Buffer, other: Buffer) =>
    v1({ path: '/comparisons', form: { photos: [one, other] } });
  const same = await compare(admin, await face('anna'), await face('annaAgain'));
  expect(same.body).toMatchObject({
    outcome: 'match',
    score: expect.any(Number),
    threshold: expect.any(Number),
  });
  expect((await compare(finder, await face('dora'), await face('emma'))).body).toEqual({
    outcome: 'nonMatch',
  });
  expect(await people()).toEqual(before);
});

test('a key is asked for, and has to allow what is asked', async () => {
  const none = await desk.app.inject({ method: 'POST', url: '/v1/verifications' });
  expect([none.statusCode, none.headers['content-type']]).toEqual([
    401,
    'application/problem+json; charset=utf-8',
  ]);
  const { status, body } = await kiosk({ path: '/subjects' });
  expect([status, body.code]).toEqual([403, 'scope_missing']);
});
