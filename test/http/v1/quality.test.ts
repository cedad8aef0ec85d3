/** POST /v1/quality: what it says of photos that are good enough and of others, where the face is, and that nothing is stored. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blurred, face } from '../../faces.js';
import { openDesk, type Desk } from '../desk.js';
import { v1ClientAs, type V1Client } from './v1-client.js';

let desk: Desk;
let kiosk: V1Client;
beforeAll(async () => {
  desk = await openDesk();
  kiosk = await v1ClientAs(desk, 'kiosk');
});
afterAll(() => desk.close());

const judge = async (photo: Buffer, policy?: string) => {
  const { status, body } = await kiosk({
    path: '/quality',
    form: { photo, ...(policy !== undefined && { policy }) },
  });
  expect(status).toBe(200);
  return body;
};

test('a good photo is accepted, with its score, every component, and where the face is', async () => {
  const judged = await judge(await face('carla'));
  expect(judged).toMatchObject({ policy: 'enrolment', accepted: true, findings: [], faces: 1 });
  expect(judged.picture).toEqual({ width: 450, height: 480 });
  expect(judged.unifiedScore).toBeGreaterThan(0);
  for (const component of Object.values(judged.components as Record<string, object>))
    expect(component).toEqual({ native: expect.any(Number), value: expect.any(Number) });
});

test('the box moves with the face', async () => {
  const photo = await face('carla');
  const moved = await sharp(photo).extend({ left: 100, top: 40, background: '#777' }).jpeg().toBuffer();
  const [here, there] = [(await judge(photo)).face.box, (await judge(moved)).face.box];
  expect(Math.abs(there.x - here.x - 100)).toBeLessThan(15);
  expect(Math.abs(there.y - here.y - 40)).toBeLessThan(15);
  expect(here.width).toBeGreaterThan(60);
  expect(here.x + here.width / 2).toBeLessThan(450);
});

test('what can be put right is told with a hint in each language', async () => {
  const { accepted, findings } = await judge(await blurred('carla', 8));
  expect(accepted).toBe(false);
  expect(findings[0]).toEqual({
    code: expect.any(String),
    text: expect.any(String),
    hint: { en: expect.any(String), hi: expect.any(String) },
  });
});

test('a photo without a face is judged too, and names none', async () => {
  const judged = await judge(await face('nobody'));
  expect(judged).toMatchObject({ accepted: false, faces: 0, findings: [{ code: 'no_face_found' }] });
  for (const name of ['face', 'unifiedScore', 'components']) expect(judged).not.toHaveProperty(name);
});

test.each(['enrolment', 'verification', 'scanned'])(
  'it can be judged for %s, in JSON too',
  async (policy) => {
    const photo = (await face('carla')).toString('base64');
    const { status, body } = await kiosk({ path: '/quality', json: { photo, policy } });
    expect([status, body.policy]).toEqual([200, policy]);
  },
);

test.each([
  ['no photo', {}, 400, 'request_invalid'],
  ['an unknown policy', { photo: Buffer.from('x'), policy: 'passport' }, 400, 'request_invalid'],
  ['no picture', { photo: Buffer.from('no picture') }, 400, 'image_unreadable'],
])('%s: an error', async (_name, form, status, code) => {
  const answer = await kiosk({ path: '/quality', form });
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

test('nothing is stored', async () => {
  const { store, events } = desk.container;
  await events.flush();
  expect(await store.directory.page({}, { limit: 1 })).toMatchObject({ entries: [] });
  const admin = await v1ClientAs(desk, 'admin');
  expect((await admin({ path: '/events?kind=verification.decided' })).body.items).toEqual([]);
});
