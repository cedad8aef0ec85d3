/** Where the templates of a person come from: how each photo came, and what visits have added. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { anyone } from '../../../src/domain/access.js';
import { face } from '../../faces.js';
import { openDesk, type Desk } from '../desk.js';
import { v1Client, v1ClientAs, type V1Client } from './v1-client.js';

let desk: Desk;
let admin: V1Client;
let keyId: string;
beforeAll(async () => {
  desk = await openDesk({ FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0' });
  const made = await desk.container.keys.create({ name: 'gate', role: 'admin' }, anyone);
  admin = v1Client(desk, made.secret);
  keyId = made.key.id;
  await admin({ path: '/subjects', form: { id: 'anna', photos: await face('anna') } });
});
afterAll(() => desk.close());

const photosOf = async (v1: V1Client = admin) => (await v1({ path: '/subjects/anna/photos' })).body;

test('a photo says whether it came with the registration or afterwards, and with which key', async () => {
  await admin({ path: '/subjects/anna/photos', form: { photos: await face('annaAgain') } });
  const image = await face('bella');
  await desk.container.enrolment.register({ id: 'bella', images: [image] });
  expect((await photosOf()).items).toMatchObject([
    { source: 'registered', keyId },
    { source: 'added', keyId },
  ]);
  const { items } = (await admin({ path: '/subjects/bella/photos' })).body;
  expect(items).toMatchObject([{ source: 'registered' }]);
  expect(items[0]).not.toHaveProperty('keyId');
});

test('a template that a visit added leads to its verdict, for keys that may read events', async () => {
  const { headers } = await admin({
    path: '/verifications',
    form: { id: 'anna', photos: await face('annaAgain') },
  });
  await desk.container.events.flush();
  const { subjectNo } = (await desk.container.store.findSubject('anna' as never))!;
  const templates = await desk.container.store.templatesOf(subjectNo, desk.container.vision.modelId);
  const { templateNo, features, modelId } = templates[0]!;
  const refresh = { subjectNo, modelId, features, quality: 66, score: 0.2, state: 'refreshed' } as const;
  const measuredAgainst = templates.map((one) => one.templateNo);
  expect(measuredAgainst).toContain(templateNo);
  const limits = { most: 5, notAfter: '2000-01-01T00:00:00' };
  const requestId = String(headers['x-request-id']);
  await desk.container.store.refreshes.add({ ...refresh, measuredAgainst, requestId }, limits);
  const [verdict] = (await admin({ path: '/events?kind=verification.decided&subject=anna' })).body.items;
  const { items, refreshed } = await photosOf();
  expect(items).toHaveLength(2);
  expect(refreshed).toEqual([
    {
      id: expect.any(String),
      addedAt: expect.any(String),
      quality: 66,
      state: 'refreshed',
      eventId: verdict.id,
    },
  ]);
  const reader = await v1ClientAs(desk, 'integration', ['people:read']);
  expect(await photosOf(reader)).not.toHaveProperty('refreshed');
  expect((await photosOf(reader)).items).toHaveLength(2);
});
