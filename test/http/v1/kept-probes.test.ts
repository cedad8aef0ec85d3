/** Faces of visits: of which verdicts one is kept, who may see it, and what erases it. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { anyone } from '../../../src/domain/access.js';
import { compare } from '../../../src/domain/features.js';
import { principalFace } from '../../../src/domain/principal-face.js';
import { face, type FaceName, retaken } from '../../faces.js';
import { multipartType, photoForm } from '../../form-body.js';
import { openDesk, type Desk } from '../desk.js';
import { v1Client, v1ClientAs, type V1Client } from './v1-client.js';

interface Visit {
  readonly id: string;
  readonly picture: boolean;
}

/** A desk where Anna is registered, with ways to come by and to look at what is kept of it. */
async function openHouse(keepProbes: string) {
  const desk = await openDesk({
    FACEDESK_KEEP_PROBES: keepProbes,
    FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0',
    FACEDESK_REPLAYS: 'off',
  });
  const admin = await v1ClientAs(desk, 'admin');
  await admin({ path: '/subjects', form: { id: 'anna', photos: await face('anna') } });
  const newest = async (): Promise<Visit> => {
    await desk.container.events.flush();
    return (await admin({ path: '/events?limit=1' })).body.items[0] as Visit;
  };
  const visit = async (id: string, ...photos: readonly Uint8Array[]): Promise<Visit> => {
    await admin({ path: '/verifications', form: { id, photos } });
    return newest();
  };
  const rows = async (): Promise<number> => (await desk.container.encryption.inspect()).probes;
  return { desk, admin, newest, visit, rows };
}

const picture = (v1: V1Client, { id }: Visit) => v1({ path: `/events/${id}/picture` });

/** Whose face it is, by the nearest. */
async function whose(desk: Desk, jpeg: Uint8Array): Promise<FaceName> {
  const featuresOf = async (image: Uint8Array) =>
    principalFace(await desk.container.vision.examine(image))!.features;
  const shown = await featuresOf(jpeg);
  const scores = new Map<FaceName, number>();
  for (const name of ['anna', 'bella', 'carla'] as const)
    scores.set(name, compare(shown, await featuresOf(await face(name))));
  return [...scores].toSorted(([, a], [, b]) => b - a)[0]![0];
}

describe('unless they are asked for', () => {
  test('no face of a visit is kept, and none is made', async () => {
    const { desk, admin, visit, rows } = await openHouse('none');
    try {
      const examine = vi.spyOn(desk.container.vision, 'examine');
      const refused = await visit('anna', await face('bella'));
      expect(examine.mock.calls.map(([, options]) => options?.keep)).toEqual(['none']);
      expect(
        (await (examine.mock.results[0]!.value as ReturnType<typeof examine>)).keptPhoto,
      ).toBeUndefined();
      expect(refused.picture).toBe(false);
      expect(await picture(admin, refused)).toMatchObject({
        status: 404,
        body: { code: 'event_picture_not_kept' },
      });
      expect(await rows()).toBe(0);
    } finally {
      await desk.close();
    }
  });
});

describe('of refusals', () => {
  let house: Awaited<ReturnType<typeof openHouse>>;
  beforeAll(async () => {
    house = await openHouse('refusals');
  });
  afterAll(() => house.desk.close());

  test('the face that was refused is kept with the verdict, and not that of a match', async () => {
    const { desk, admin, visit, rows } = house;
    const refused = await visit('anna', await face('bella'));
    expect(refused).toMatchObject({ outcome: 'nonMatch', picture: true });
    const { status, headers, body } = await picture(admin, refused);
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'image/jpeg',
      'no-store',
    ]);
    expect(await whose(desk, body as Uint8Array)).toBe('bella');
    const matched = await visit('anna', await face('annaAgain'));
    expect(matched).toMatchObject({ outcome: 'match', picture: false });
    expect((await picture(admin, matched)).body.code).toBe('event_picture_not_kept');
    expect((await admin({ path: `/events/${refused.id}` })).body.picture).toBe(true);
    expect(await rows()).toBe(1);
  });

  test('the library API keeps them as well', async () => {
    const { desk, newest } = house;
    const { secret } = await desk.container.keys.create({ name: 'library', role: 'kiosk' }, anyone);
    const before = await newest();
    await desk.app.inject({
      method: 'POST',
      url: '/verify/',
      headers: { 'content-type': multipartType, authorization: `Bearer ${secret}` },
      payload: photoForm({ id: 'anna', image: await face('bella') }),
    });
    const refused = await newest();
    expect(refused.id).not.toBe(before.id);
    expect(refused).toMatchObject({ outcome: 'nonMatch', picture: true });
  });

  test('of a claim of an unknown id nothing is kept, though the engine is asked for the same', async () => {
    const { desk, visit, rows } = house;
    const before = await rows();
    const examine = vi.spyOn(desk.container.vision, 'examine');
    await visit('anna', await face('bella'));
    expect(await visit('nobody', await face('bella'))).toMatchObject({ picture: false });
    const [known, unknown] = examine.mock.calls.map(([, { signal: _, ...options } = {}]) => options);
    expect(known).toEqual(unknown);
    expect(known).toMatchObject({ keep: 'crop' });
    expect(await rows()).toBe(before + 1);
    examine.mockRestore();
  });

  test('of a photo that no verdict can be made of, and of searches and comparisons, nothing is kept', async () => {
    const { admin, visit, rows, newest } = house;
    const before = await rows();
    expect(await visit('anna', await face('nobody'))).toMatchObject({
      kind: 'photo.refused',
      picture: false,
    });
    await admin({ path: '/identifications', form: { photo: await face('bella') } });
    expect(await newest()).toMatchObject({ kind: 'identification.decided', picture: false });
    expect(await rows()).toBe(before);
  });

  test('to see one, a key needs the right to see photos and the right to read events', async () => {
    const { desk, visit } = house;
    const refused = await visit('anna', await face('bella'));
    for (const scopes of [['photos:read'], ['events:read']] as const) {
      const half = await picture(await v1ClientAs(desk, 'integration', scopes), refused);
      expect([half.status, half.body.code]).toEqual([403, 'scope_missing']);
    }
    expect((await picture(await v1ClientAs(desk, 'kiosk'), refused)).status).toBe(403);
    expect((await picture(v1Client(desk), refused)).status).toBe(401);
    expect((await picture(await v1ClientAs(desk, 'desk'), refused)).status).toBe(200);
    const both = await v1ClientAs(desk, 'integration', ['photos:read', 'events:read']);
    expect((await picture(both, refused)).status).toBe(200);
  });

  test('an event that is not there has none', async () => {
    const { status, body } = await picture(house.admin, { id: '999999999', picture: true });
    expect([status, body.code]).toEqual([404, 'event_not_found']);
  });
});

describe('of all', () => {
  test('that of the best photo is kept, also with a match, until the person is erased', async () => {
    const house = await openHouse('all');
    const { desk, admin, visit, rows } = house;
    try {
      const photos = [await retaken('bella'), await face('annaAgain')] as const;
      const [worse, better] = await Promise.all(
        photos.map(async (image) => (await desk.container.judging.judge({ image })).unifiedScore!),
      );
      expect(worse).toBeLessThan(better!);
      const matched = await visit('anna', ...photos);
      expect(matched).toMatchObject({ outcome: 'match', picture: true });
      const { body } = await picture(admin, matched);
      expect(await whose(desk, body as Uint8Array)).toBe('anna');
      expect(await rows()).toBe(1);
      await admin({ method: 'DELETE', path: '/subjects/anna' });
      expect((await picture(admin, matched)).body.code).toBe('event_picture_not_kept');
      expect((await admin({ path: `/events/${matched.id}` })).body).toMatchObject({ picture: false });
      expect(await rows()).toBe(0);
    } finally {
      await desk.close();
    }
  });
});
