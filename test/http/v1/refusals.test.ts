/** What POST /v1/verifications refuses beside the photo itself: too many tries, pictures that came before, pictures of pictures. */
import { afterEach, expect, test } from 'vitest';
import type { ErrorCode } from '../../../src/domain/errors.js';
import { errorsOf } from '../../../src/http/v1/framework/common-errors.js';
import { verify } from '../../../src/http/v1/resources/verifications.js';
import { face } from '../../faces.js';
import { simulateAttack, simulateLive } from '../../vision/simulated-attacks.js';
import { openDesk, type Desk } from '../desk.js';
import { v1ClientAs, type V1Client } from './v1-client.js';

let desk: Desk;
let admin: V1Client;
let kiosk: V1Client;
afterEach(() => desk.close());

async function openWith(settings: Record<string, string>): Promise<void> {
  // Attacks are made pixel by pixel, and nothing here is about time.
  desk = await openDesk({
    ...{ FACEDESK_VISION_TASK_TIMEOUT_MS: '60000', FACEDESK_VISION_QUEUE_TIMEOUT_MS: '60000' },
    ...settings,
  });
  admin = await v1ClientAs(desk, 'admin');
  kiosk = await v1ClientAs(desk, 'kiosk');
  await admin({ path: '/subjects', form: { id: 'carla', photos: await face('carla') } });
}

const claim = (v1: V1Client, id: string, photos: Buffer) =>
  v1({ path: '/verifications', form: { id, photos } });

/** The document has it too, since that is made of the same declaration. */
function expectDeclared(code: ErrorCode): void {
  expect(errorsOf(verify)).toContain(code);
}

test.each(['carla', 'nobody'])(
  'after five failures with the id %s comes a pause that says when it is over, and the right face waits too',
  async (id) => {
    await openWith({ FACEDESK_ATTEMPTS_PAUSE_MS: '3600000' });
    for (let tries = 0; tries < 5; tries++)
      expect((await claim(kiosk, id, await face('bella'))).body).toEqual({ outcome: 'nonMatch' });
    const { status, body, headers } = await claim(kiosk, id, await face('carla'));
    expect([status, body.code]).toEqual([429, 'too_many_attempts']);
    expect(Number(headers['retry-after'])).toBeGreaterThan(3000);
    expectDeclared('too_many_attempts');
  },
  60_000,
);

test('after many failures the id is locked there, until whoever may lifts the lock', async () => {
  await openWith({ FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0', FACEDESK_ATTEMPTS_BEFORE_LOCK: '3' });
  for (let tries = 0; tries < 3; tries++) await claim(kiosk, 'carla', await face('bella'));
  const { status, body } = await claim(kiosk, 'carla', await face('carla'));
  expect([status, body.code]).toEqual([403, 'attempts_locked']);
  expect((await admin({ path: '/subjects/carla' })).body.state).toBe('locked');
  expect((await kiosk({ method: 'POST', path: '/subjects/carla/unlock' })).body.code).toBe('scope_missing');
  expect((await admin({ method: 'POST', path: '/subjects/carla/unlock' })).status).toBeLessThan(300);
  expect((await claim(kiosk, 'carla', await face('carla'))).body.outcome).toBe('match');
  expectDeclared('attempts_locked');
}, 60_000);

test('a picture that was shown before is refused where the settings say so, whoever it shows', async () => {
  await openWith({ FACEDESK_REPLAYS: 'refuse' });
  expect((await claim(kiosk, 'carla', await face('carla'))).body.outcome).toBe('match');
  for (const id of ['carla', 'nobody']) {
    const { status, body } = await claim(kiosk, id, await face('carla'));
    expect([status, body.code]).toEqual([400, 'image_repeated']);
  }
  expectDeclared('image_repeated');
}, 60_000);

test('a picture of a picture is refused where the settings say so, in the same words for every id and key', async () => {
  await openWith({ FACEDESK_PRESENTATION_ATTACKS: 'refuse' });
  const attack = await simulateAttack('screen-close', {
    photo: await face('carla'),
    surroundings: await face('nobody'),
    seed: 8,
  });
  const answers = [
    await claim(kiosk, 'carla', attack),
    await claim(kiosk, 'nobody', attack),
    await claim(admin, 'carla', attack),
  ];
  for (const { status, body } of answers)
    expect([status, body.code]).toEqual([400, 'presentation_attack_suspected']);
  const told = answers.map(({ body }) => JSON.stringify({ ...body, requestId: undefined }));
  expect(new Set(told).size).toBe(1);
  expect(told[0]).not.toContain('raster');
  const live = await simulateLive(await face('carla'), 2);
  expect((await claim(kiosk, 'carla', live)).body.outcome).toBe('match');
  expectDeclared('presentation_attack_suspected');
}, 180_000);
