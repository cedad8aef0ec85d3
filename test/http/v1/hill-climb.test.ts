/**
 * Somebody with a kiosk's key who sends one photo after another, each a little nearer to whom they want to be: every answer is
 * the same to the byte, in body and headers, and with the usual limits there are five of them.
 */
import sharp from 'sharp';
import { afterEach, expect, test } from 'vitest';
import { anyone } from '../../../src/domain/access.js';
import { face } from '../../faces.js';
import { multipart, multipartType } from '../../form-body.js';
import { openDesk, type Desk } from '../desk.js';
import { v1ClientAs } from './v1-client.js';

const probes = Number(process.env['FACEDESK_TEST_PROBES'] ?? '300');
/** Of anna in the last probe: from about half a picture on, the blend is her. */
const mostOfHer = 0.45;
/** Names a request, and the second in which it was answered. */
const ofTheRequest = ['x-request-id', 'date'];

let desk: Desk;
afterEach(() => desk.close());

async function openWith(settings: Record<string, string>) {
  desk = await openDesk({
    ...{ FACEDESK_RATE_LIMIT_PER_ADDRESS: '0', FACEDESK_RATE_LIMIT_PER_KEY: '0' },
    ...settings,
  });
  const admin = await v1ClientAs(desk, 'admin');
  for (const name of ['anna', 'bella', 'carla'] as const)
    await admin({ path: '/subjects', form: { id: name, photos: await face(name) } });
  const { secret } = await desk.container.keys.create({ role: 'kiosk', name: 'door' }, anyone);
  const port = await desk.listen();
  const probe = async (image: Buffer) => {
    const photo = { name: 'photos', fileName: 'photo.jpg', type: 'image/jpeg', content: image };
    const answer = await fetch(`http://127.0.0.1:${port}/v1/verifications`, {
      method: 'POST',
      headers: { 'content-type': multipartType, authorization: `Bearer ${secret}` },
      body: new Uint8Array(multipart({ name: 'id', content: 'anna' }, photo)),
    });
    const headers = [...answer.headers].filter(([name]) => !ofTheRequest.includes(name));
    return { status: answer.status, headers, body: await answer.text() };
  };
  return { admin, probe };
}

const size = { width: 400, height: 400, fit: 'cover' } as const;
const hers = sharp(await face('anna'))
  .resize(size)
  .png()
  .toBuffer();
const others = Promise.all(
  (['bella', 'carla'] as const).map(async (name) =>
    sharp(await face(name))
      .resize(size)
      .png()
      .toBuffer(),
  ),
);

/** A picture in which another face turns into hers, step by step; no two are the same file. */
async function blend(step: number): Promise<Buffer> {
  const share = (mostOfHer * step) / probes;
  const layer = await sharp(await hers)
    .ensureAlpha(share)
    .png()
    .toBuffer();
  return sharp((await others)[step % 2])
    .composite([{ input: layer }])
    .jpeg({ quality: 90 })
    .withExifMerge({ IFD0: { ImageDescription: `step ${step}` } })
    .toBuffer();
}

test(
  `${probes} probes that come nearer get one answer, to the byte`,
  async () => {
    const { admin, probe } = await openWith({
      FACEDESK_ATTEMPTS_BEFORE_PAUSE: '0',
      FACEDESK_ATTEMPTS_BEFORE_LOCK: '0',
    });
    const told = new Set<string>();
    for (let step = 0; step < probes; step++) told.add(JSON.stringify(await probe(await blend(step))));
    expect([...told].map((answer) => JSON.parse(answer) as object)).toEqual([
      { status: 200, headers: expect.any(Array), body: '{"outcome":"nonMatch"}' },
    ]);

    // They did come nearer, which whoever may see scores can see.
    await desk.container.events.flush();
    const { body } = await admin({ path: '/events?kind=verification.decided&limit=100' });
    const scores = (body.items as { receipt: { scores: { score: number } } }[]).map(
      ({ receipt }) => receipt.scores.score,
    );
    expect(new Set(scores).size).toBeGreaterThan(scores.length / 2);
    const [last, first] = [scores.slice(0, 10), scores.slice(-10)];
    expect(Math.min(...last)).toBeGreaterThan(Math.min(...first));
  },
  60_000 + 2000 * probes,
);

test('with the usual limits five of them are answered at all', async () => {
  const { probe } = await openWith({ FACEDESK_ATTEMPTS_PAUSE_MS: '3600000' });
  const photos = [await blend(0), await blend(probes)];
  const told = new Map<number, number>();
  for (let step = 0; step < probes; step++) {
    const { status } = await probe(photos[step % 2]!);
    told.set(status, (told.get(status) ?? 0) + 1);
  }
  expect(Object.fromEntries(told)).toEqual({ 200: 5, 429: probes - 5 });
}, 120_000);
