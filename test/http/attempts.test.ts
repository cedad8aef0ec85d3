/** Failed verifications over real HTTP: a pause after five in a row, exact however many come at once, and for nobody elsewhere. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { anyone } from '../../src/domain/access.js';
import { face } from '../faces.js';
import { multipartType, photoForm } from '../form-body.js';
import { openDesk, type Desk } from './desk.js';

/** All tries are held against the id, however busy the machine is. */
const patient = {
  FACEDESK_VISION_QUEUE_LENGTH: '200',
  FACEDESK_VISION_QUEUE_TIMEOUT_MS: '300000',
  FACEDESK_VISION_TASK_TIMEOUT_MS: '60000',
};
const invalid = { error: 'Invalid User', verified: false };
let desk: Desk;
let port: number;
let kiosk: string;
let otherKiosk: string;
let atDesk: string;
beforeAll(async () => {
  desk = await openDesk(patient);
  const secretOf = async (role: 'kiosk' | 'desk' | 'admin', name: string): Promise<string> =>
    (await desk.container.keys.create({ role, name }, anyone)).secret;
  kiosk = await secretOf('kiosk', 'front door');
  otherKiosk = await secretOf('kiosk', 'back door');
  atDesk = await secretOf('desk', 'desk');
  await desk.container.enrolment.register({ id: 'anna', images: [await face('anna')] });
  port = await desk.listen();
});
afterAll(() => desk.close());
beforeEach(async () => {
  for (const id of ['anna', 'nobody-has-this']) await desk.container.attempts.unlock(id);
});

interface Verdict {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly retryAfter: string | null;
}

async function verify(id: string, image: Uint8Array, key: string): Promise<Verdict> {
  const answer = await fetch(`http://127.0.0.1:${port}/verify/`, {
    method: 'POST',
    headers: { 'content-type': multipartType, authorization: `Bearer ${key}` },
    body: new Uint8Array(photoForm({ id, image })),
  });
  const body = (await answer.json()) as Record<string, unknown>;
  return { status: answer.status, body, retryAfter: answer.headers.get('retry-after') };
}

test.each(['anna', 'nobody-has-this'])(
  'of 64 parallel tries with the id %s exactly five are answered, the others have to wait',
  async (id) => {
    const image = await face('stranger');
    const verdicts = await Promise.all(Array.from({ length: 64 }, () => verify(id, image, kiosk)));
    const answered = verdicts.filter(({ status }) => status === 400);
    const paused = verdicts.filter(({ status }) => status === 429);
    expect([answered.length, paused.length]).toEqual([5, 59]);
    for (const { body } of answered) expect(body).toEqual(invalid);
    for (const { body, retryAfter } of paused) {
      expect(body).toEqual({
        error: expect.any(String) as string,
        code: 'too_many_attempts',
        verified: false,
      });
      expect(Number(retryAfter)).toBeGreaterThan(0);
      expect(Number(retryAfter)).toBeLessThanOrEqual(31);
    }
  },
  180_000,
);

test('during the pause the right face has to wait too, but not at another desk', async () => {
  const [wrong, right] = [await face('stranger'), await face('annaAgain')];
  for (let tries = 0; tries < 5; tries++) expect((await verify('ANNA', wrong, kiosk)).body).toEqual(invalid);
  expect((await verify('anna', right, kiosk)).status).toBe(429);
  expect((await verify('anna', right, otherKiosk)).status).toBe(200);
  expect((await verify('anna', right, atDesk)).status).toBe(200);
});

test('a success begins the count anew, and photos that show no face do not count', async () => {
  const [wrong, right, faceless] = [await face('stranger'), await face('annaAgain'), await face('nobody')];
  for (let round = 0; round < 2; round++) {
    for (let tries = 0; tries < 4; tries++)
      expect((await verify('anna', wrong, kiosk)).body).toEqual(invalid);
    for (let tries = 0; tries < 3; tries++)
      expect((await verify('anna', faceless, kiosk)).body).toMatchObject({ code: 'no_face_found' });
    expect((await verify('anna', right, kiosk)).status).toBe(200);
  }
});

test('after 50 the id is locked there until somebody lifts the lock, and elsewhere it never was', async () => {
  const locking = await openDesk({
    ...patient,
    FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0',
    FACEDESK_ATTEMPTS_BEFORE_LOCK: '50',
  });
  await locking.register({ id: 'anna', image: await face('anna') });
  const [wrong, right] = [await face('stranger'), await face('annaAgain')];
  const tries = await Promise.all(
    Array.from({ length: 60 }, () => locking.verify({ id: 'anna', image: wrong })),
  );
  expect(tries.filter(({ status }) => status === 400)).toHaveLength(50);
  const refused = await locking.verify({ id: 'anna', image: right });
  expect(refused).toMatchObject({ status: 403, body: { code: 'attempts_locked', verified: false } });
  expect(await locking.container.attempts.unlock('Anna')).toBe(1);
  expect((await locking.verify({ id: 'anna', image: right })).status).toBe(200);
  await locking.close();
}, 180_000);
