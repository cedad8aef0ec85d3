/** Feedback on verdicts: who may give it, where it shows, and that it goes with the person. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { face } from '../../faces.js';
import { openDesk, type Desk } from '../desk.js';
import { v1ClientAs, type V1Client } from './v1-client.js';

let desk: Desk;
let admin: V1Client;
let deskKey: V1Client;
beforeAll(async () => {
  desk = await openDesk({ FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0' });
  admin = await v1ClientAs(desk, 'admin');
  deskKey = await v1ClientAs(desk, 'desk');
  await admin({ path: '/subjects', form: { id: 'anna', photos: await face('anna') } });
  await admin({ path: '/verifications', form: { id: 'anna', photos: await face('annaAgain') } });
  await admin({ path: '/verifications', form: { id: 'anna', photos: await face('bella') } });
});
afterAll(() => desk.close());

async function idOf(query: string): Promise<string> {
  await desk.container.events.flush();
  const items = (await admin({ path: `/events?limit=1&${query}` })).body.items as { id: string }[];
  return items[0]!.id;
}

const review = (v1: V1Client, id: string, json: object) => v1({ path: `/events/${id}/feedback`, json });
const feedbackCounts = async (): Promise<unknown> => {
  await desk.container.events.flush();
  const { totals } = (await admin({ path: '/statistics' })).body as { totals: { feedback: unknown } };
  return totals.feedback;
};

test('a desk says of a verdict that it was wrong, and later that it was right after all', async () => {
  const id = await idOf('outcome=match');
  const { status, body } = await review(deskKey, id, { correct: false, note: 'Her sister, बहन' });
  expect([status, body.id, body.subject]).toEqual([200, id, { id: 'anna' }]);
  expect(body.feedback).toEqual({
    ...{ correct: false, note: 'Her sister, बहन' },
    ...{ at: expect.any(String), keyId: expect.any(String) },
  });
  expect((await deskKey({ path: `/events/${id}` })).body).toEqual(body);
  expect((await deskKey({ path: '/events?outcome=match' })).body.items).toContainEqual(body);
  expect(await feedbackCounts()).toEqual({ right: 0, falseMatches: 1, falseNonMatches: 0 });
  expect((await deskKey({ path: '/events?limit=1' })).body.items).toMatchObject([
    { kind: 'verdict.reviewed', reason: id, subject: { id: 'anna' } },
  ]);
  expect((await review(deskKey, id, { correct: true })).body.feedback).not.toHaveProperty('note');
  expect(await feedbackCounts()).toEqual({ right: 1, falseMatches: 0, falseNonMatches: 0 });
});

test('whoever may review and not read events learns nothing of who it was', async () => {
  const reviewer = await v1ClientAs(desk, 'integration', ['verdicts:review']);
  const { status, body } = await review(reviewer, await idOf('outcome=nonMatch'), { correct: true });
  expect([status, body.feedback.correct]).toEqual([200, true]);
  expect(JSON.stringify(body)).not.toContain('anna');
});

test.each([
  ['no such event', async () => '999999999', { correct: true }, '404 event_not_found'],
  ['what is no number', async () => '1e3', { correct: true }, '400 request_invalid'],
  ['what is no verdict', () => idOf('kind=subject.registered'), { correct: true }, '409 event_not_a_verdict'],
  ['no opinion', () => idOf('outcome=match'), { note: 'x' }, '400 request_invalid'],
  [
    'a long note',
    () => idOf('outcome=match'),
    { correct: true, note: 'x'.repeat(201) },
    '400 request_invalid',
  ],
  [
    'a note in two lines',
    () => idOf('outcome=match'),
    { correct: true, note: 'a\nb' },
    '400 request_invalid',
  ],
])('of %s: refused, and nothing is changed', async (_name, id, json, refusal) => {
  const before = await feedbackCounts();
  const answer = await review(deskKey, await id(), json);
  expect(`${answer.status} ${answer.body.code}`).toBe(refusal);
  expect(await feedbackCounts()).toEqual(before);
});

test('a note of 200 characters fits, and all of it is erased with the person', async () => {
  const id = await idOf('outcome=match');
  const note = '姉'.repeat(200);
  expect((await review(deskKey, id, { correct: false, note })).body.feedback.note).toBe(note);
  await admin({ method: 'DELETE', path: '/subjects/anna' });
  expect((await admin({ path: `/events/${id}` })).body).not.toHaveProperty('feedback');
  expect(await feedbackCounts()).toEqual({ right: 0, falseMatches: 0, falseNonMatches: 0 });
});
