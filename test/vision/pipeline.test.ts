/** What the engine promises of its measures, on photos of people: which faces are near, and how measures follow the picture. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compare } from '../../src/domain/features.js';
import type { FaceMeasures } from '../../src/domain/face.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { blurred, face, facePng, type FaceName, retaken } from '../faces.js';
import { mirrored, placedOnBusy, storedTurned, turnedBy } from './pictures.js';
import { openRealEngine } from './real-engine.js';

/** Closer than any two people, and than most pairs of photos of one: the same face seen through another file. */
const sameFace = 0.25;

let engine: VisionEngine;

/** The one face of a picture. */
async function only(image: Uint8Array): Promise<FaceMeasures> {
  const { faces } = await engine.examine(image);
  expect(faces).toHaveLength(1);
  return faces[0]!;
}

const distance = (a: FaceMeasures, b: FaceMeasures): number => -compare(a.features, b.features);

describe('the pipeline', { timeout: 120_000 }, () => {
  beforeAll(async () => {
    engine = await openRealEngine(2);
  });
  afterAll(() => engine.close());

  test('two photos of one person are nearer than those of any two people', async () => {
    const names = ['anna', 'bella', 'carla', 'dora', 'emma', 'stranger'] as const satisfies FaceName[];
    const photos = await Promise.all(names.map(async (name) => only(await face(name))));
    const others = photos.flatMap((a, at) => photos.slice(at + 1).map((b) => distance(a, b)));
    const again = distance(photos[0]!, await only(await face('annaAgain')));
    const retakes = await Promise.all(
      names.map(async (name, at) => distance(photos[at]!, await only(await retaken(name)))),
    );
    expect(Math.max(again, ...retakes)).toBeLessThan(Math.min(...others));
  });

  test.each(['anna', 'carla'] as const)(
    '%s mirrored keeps the features and turns yaw and roll around',
    async (name) => {
      const photo = await turnedBy(await face(name), 8);
      const [plain, flopped] = [await only(photo), await only(await mirrored(photo))];
      expect(distance(plain, flopped)).toBeLessThan(sameFace);
      expect(Math.abs(plain.pose.yaw + flopped.pose.yaw)).toBeLessThan(6);
      expect(Math.abs(plain.pose.roll + flopped.pose.roll)).toBeLessThan(4);
      expect(Math.abs(plain.pose.pitch - flopped.pose.pitch)).toBeLessThan(6);
    },
  );

  test('a face whose nose points to the right edge has positive yaw, and a mirrored one negative', async () => {
    const faces = await Promise.all(
      (['carla', 'dora', 'stranger', 'emma'] as const).map(async (name) => only(await face(name))),
    );
    const turnedMost = faces.reduce((a, b) => (Math.abs(b.pose.yaw) > Math.abs(a.pose.yaw) ? b : a));
    const [noseX, leftX, rightX] = [4, 234, 454].map((point) => turnedMost.landmarksPx[point * 2]!);
    // The cheek on the side to which the head turns lies nearer to the nose.
    expect(Math.sign(turnedMost.pose.yaw)).toBe(Math.sign(noseX! - leftX! - (rightX! - noseX!)));
  });

  test('roll follows a turn of the picture, clockwise being positive', async () => {
    const photo = await face('anna');
    const upright = (await only(photo)).pose.roll;
    for (const degrees of [-30, -15, 15, 30, 45]) {
      const { pose } = await only(await turnedBy(photo, degrees));
      expect(pose.roll - upright - degrees, `turned by ${degrees}`).toBeGreaterThan(-4);
      expect(pose.roll - upright - degrees, `turned by ${degrees}`).toBeLessThan(4);
    }
  });

  test('one picture stored in each of the eight EXIF orientations gives the same face', async () => {
    const photo = await facePng('emma');
    const upright = await only(photo);
    for (const orientation of [1, 2, 3, 4, 5, 6, 7, 8]) {
      const turned = await only(await storedTurned(photo, orientation));
      expect(distance(upright, turned), `orientation ${orientation}`).toBeLessThan(0.01);
      expect(turned.boxPx.x).toBeCloseTo(upright.boxPx.x, 0);
      expect(turned.boxPx.y).toBeCloseTo(upright.boxPx.y, 0);
    }
  });

  test('a face that fills the frame is found, and one of a fifteenth of the frame', async () => {
    const photo = await face('anna');
    const known = await only(photo);
    const { x, y, width, height } = known.boxPx;
    const box = {
      left: Math.round(x),
      top: Math.round(y),
      width: Math.round(width),
      height: Math.round(height),
    };
    const filling = await only(await sharp(photo).extract(box).jpeg({ quality: 95 }).toBuffer());
    expect(distance(known, filling)).toBeLessThan(0.45);

    const size = { widthPx: Math.round(15 * width), heightPx: Math.round(11 * width) };
    const small = await only(await placedOnBusy(photo, { ...size, left: 700, top: 400 }));
    expect(small.boxPx.width / size.widthPx).toBeLessThan(1 / 13);
    expect(distance(known, small)).toBeLessThan(sameFace);
  });

  test.each([90, 180, 270])(
    'a face turned by %i degrees without a word in the file is found',
    async (degrees) => {
      const photo = await face('bella');
      const [upright, turned] = [await only(photo), await only(await turnedBy(photo, degrees))];
      const roll = turned.pose.roll - upright.pose.roll - degrees;
      expect(Math.abs(((roll + 540) % 360) - 180)).toBeLessThan(6);
      expect(distance(upright, turned)).toBeLessThan(sameFace);
    },
  );

  test('landmarks lie inside the box, and the box inside the picture', async () => {
    const photo = await face('dora');
    const { faces, widthPx, heightPx } = await engine.examine(photo);
    const [{ boxPx, landmarksPx }] = faces as [FaceMeasures];
    expect(landmarksPx).toHaveLength(936);
    for (let i = 0; i < landmarksPx.length; i += 2) {
      expect(landmarksPx[i]).toBeGreaterThanOrEqual(boxPx.x - 0.01);
      expect(landmarksPx[i]).toBeLessThanOrEqual(boxPx.x + boxPx.width + 0.01);
      expect(landmarksPx[i + 1]).toBeGreaterThanOrEqual(boxPx.y - 0.01);
      expect(landmarksPx[i + 1]).toBeLessThanOrEqual(boxPx.y + boxPx.height + 0.01);
    }
    expect(boxPx.x).toBeGreaterThan(-5);
    expect(boxPx.x + boxPx.width).toBeLessThan(widthPx + 5);
    expect(boxPx.y + boxPx.height).toBeLessThan(heightPx + 5);
  });

  test('sharpness falls with blur', async () => {
    const images = [face('anna'), ...[2, 4, 8].map((sigma) => blurred('anna', sigma))];
    const measured = await Promise.all(images.map(async (image) => only(await image)));
    const sharpnesses = measured.map(({ sharpness }) => sharpness);
    for (let i = 1; i < sharpnesses.length; i++)
      expect(sharpnesses[i]).toBeLessThan(0.7 * sharpnesses[i - 1]!);
  });

  test('mean luma falls with the light, and clipping shows in the shares', async () => {
    const photo = await face('anna');
    const lit = async (factor: number, offset = 0) =>
      (await only(await sharp(photo).linear(factor, offset).jpeg().toBuffer())).exposure;
    const [dark, dim, normal, bright] = [await lit(0.15), await lit(0.5), await lit(1), await lit(2.2)];
    expect(dark.meanLuma).toBeLessThan(dim.meanLuma);
    expect(dim.meanLuma).toBeLessThan(normal.meanLuma);
    expect(normal.meanLuma).toBeLessThan(bright.meanLuma);
    expect(dim.meanLuma / normal.meanLuma).toBeGreaterThan(0.42);
    expect(dim.meanLuma / normal.meanLuma).toBeLessThan(0.58);
    expect(dark.underShare).toBeGreaterThan(normal.underShare + 0.2);
    expect(bright.overShare).toBeGreaterThan(normal.overShare + 0.2);
    expect(dim.contrast).toBeLessThan(normal.contrast);
  });

  test('the distance between the eyes scales with the picture', async () => {
    const photo = await face('carla');
    const full = await only(photo);
    const half = await only(await sharp(photo).resize(225).jpeg({ quality: 95 }).toBuffer());
    expect(half.interEyeDistancePx / full.interEyeDistancePx).toBeGreaterThan(0.47);
    expect(half.interEyeDistancePx / full.interEyeDistancePx).toBeLessThan(0.53);
    expect(distance(full, half)).toBeLessThan(sameFace);
  });

  test('a picture without a face gives none, and nothing to keep', async () => {
    const measures = await engine.examine(await face('nobody'), { keep: 'crop' });
    expect(measures.faces).toEqual([]);
    expect(measures).not.toHaveProperty('keptPhoto');
  });

  test('of a crowd, at most sixteen faces are measured, the largest first', async () => {
    const photo = await sharp(await face('anna'))
      .resize(260, 260)
      .png()
      .toBuffer();
    const tiles = Array.from({ length: 24 }, (_, at) => ({
      input: photo,
      left: (at % 6) * 260,
      top: Math.floor(at / 6) * 260,
    }));
    const canvas = sharp({ create: { width: 1560, height: 1040, channels: 3, background: '#777' } });
    const { faces } = await engine.examine(await canvas.composite(tiles).jpeg().toBuffer());
    expect(faces).toHaveLength(16);
    const widths = faces.map(({ boxPx }) => boxPx.width);
    expect(widths).toEqual(widths.toSorted((a, b) => b - a));
  });
});
