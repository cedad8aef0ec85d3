/** Photos that are shown again, with the real engine: copies are noticed, and other photos of the same person are not. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createReplays, type Replay, type Replays } from '../../src/services/replays.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { face, facePng, retaken } from '../faces.js';
import { testData } from '../requirement.js';
import { openRealEngine } from './real-engine.js';

let vision: VisionEngine;
beforeAll(async () => {
  vision = await openRealEngine(1);
});
afterAll(() => vision.close());

const windowMs = 600_000;
const remembering = (handling: 'off' | 'flag' | 'refuse' = 'flag'): Replays =>
  createReplays({ vision, handling, windowMs });

async function show(replays: Replays, ...images: Uint8Array[]): Promise<Replay | undefined> {
  const watch = replays.watch();
  for (const image of images) await watch.vision.examine(image);
  return watch.conclude();
}

test.each([
  ['JPEG, quality 85', (photo: Buffer) => sharp(photo).jpeg({ quality: 85 })],
  ['JPEG, quality 60', (photo: Buffer) => sharp(photo).jpeg({ quality: 60 })],
  ['WebP', (photo: Buffer) => sharp(photo).webp({ quality: 80 })],
  ['PNG', (photo: Buffer) => sharp(photo).png()],
  ['JPEG of three quarters of the size', (photo: Buffer) => sharp(photo).resize(375).jpeg({ quality: 85 })],
])('a copy as %s is the same image', async (_name, copy) => {
  for (const name of ['anna', 'bella', 'dora'] as const) {
    const replays = remembering();
    const photo = await face(name);
    expect(await show(replays, photo)).toBeUndefined();
    expect(await show(replays, await copy(photo).toBuffer())).toEqual({
      kind: 'sameImage',
      secondsAgo: expect.any(Number) as number,
    });
  }
});

test('the same bytes are the same file', async () => {
  const replays = remembering();
  await show(replays, await face('anna'));
  expect(await show(replays, await face('anna'))).toMatchObject({ kind: 'sameFile' });
  expect(await show(remembering(), await face('anna'))).toBeUndefined();
});

test('other photos of the same person are no copies, and nor are frames of one moment', async () => {
  const replays = remembering();
  expect(await show(replays, await face('anna'), await facePng('anna'))).toBeUndefined();
  for (const image of [
    await face('annaAgain'),
    await retaken('anna'),
    await face('bella'),
    await retaken('bella'),
  ])
    expect(await show(replays, image)).toBeUndefined();
});

/** What a camera on a wall sees: everything stays where it is but the person, who moved by so many pixels of some 100 between the eyes. */
async function atTheKiosk(movedPx: number): Promise<Buffer> {
  const person = await sharp(await face('dora'))
    .resize(400)
    .png()
    .toBuffer();
  const wall = sharp({ create: { width: 1280, height: 720, channels: 3, background: '#8c8577' } });
  const shelf = { create: { width: 300, height: 600, channels: 3, background: '#4a3a2c' } } as const;
  return wall
    .composite([
      { input: shelf, left: 40, top: 60 },
      { input: person, left: 500 + movedPx, top: 200 },
    ])
    .jpeg({ quality: 90 })
    .toBuffer();
}

test('a person who stands before the same wall again and has moved a little shows another photo', async () => {
  const replays = remembering();
  for (const movedPx of [0, 6, 12]) expect(await show(replays, await atTheKiosk(movedPx))).toBeUndefined();
  expect(
    await show(
      replays,
      await sharp(await atTheKiosk(0))
        .jpeg({ quality: 75 })
        .toBuffer(),
    ),
  ).toMatchObject({
    kind: 'sameImage',
  });
});

test('refuse refuses, off notices nothing, and nothing is remembered beyond the window', async () => {
  const photo = await face('anna');
  const refusing = remembering('refuse');
  await show(refusing, photo);
  await expect(show(refusing, photo)).rejects.toMatchObject({ code: 'image_repeated' });
  const off = remembering('off');
  await show(off, photo);
  expect([await show(off, photo), off.size]).toEqual([undefined, 0]);

  const brief = createReplays({ vision, handling: 'flag', windowMs: 200 });
  await show(brief, photo);
  expect(brief.size).toBe(1);
  await expect.poll(() => brief.size, { timeout: 5000 }).toBe(0);
  expect(await show(brief, photo)).toBeUndefined();
});

const orl = testData('orl');
test.skipIf(orl === undefined)(
  'ten photos of a person from one session are ten photos',
  { timeout: 120_000 },
  async () => {
    const root = join(orl!, 'images');
    for (const person of readdirSync(root).sort().slice(0, 8)) {
      const replays = remembering();
      for (const file of readdirSync(join(root, person)).sort())
        expect(
          await show(replays, readFileSync(join(root, person, file))),
          `${person}/${file}`,
        ).toBeUndefined();
    }
  },
);
