/** The photo that may be kept: what it shows, what it no longer carries, and that a later engine can work with it. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compare } from '../../src/domain/features.js';
import type { ImageMeasures } from '../../src/domain/face.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { face, type FaceName } from '../faces.js';
import { openRealEngine } from './real-engine.js';

let engine: VisionEngine;

/** A photo as a telephone writes it: stored on its side, with a place, a camera and a colour profile. */
async function fromTelephone(name: FaceName): Promise<Buffer> {
  return sharp(await face(name))
    .rotate(270)
    .withMetadata({ orientation: 6 })
    .withIccProfile('p3')
    .withExifMerge({
      IFD0: { Make: 'Telephone' },
      IFD3: { GPSLatitude: '51/1 30/1 0/1', GPSLatitudeRef: 'N' },
    })
    .jpeg({ quality: 95 })
    .toBuffer();
}

function featuresOf({ faces }: ImageMeasures) {
  expect(faces).toHaveLength(1);
  return faces[0]!.features;
}

describe('a kept photo', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    engine = await openRealEngine(1);
  });
  afterAll(() => engine.close());

  test('the test photo carries what must be gone', async () => {
    const { orientation, icc, exif } = await sharp(await fromTelephone('anna')).metadata();
    expect(orientation).toBe(6);
    expect(icc?.length).toBeGreaterThan(0);
    expect(exif?.includes('Telephone')).toBe(true);
  });

  test.each(['anna', 'carla', 'stranger'] as const)(
    'as a crop is a small JPEG of %s without metadata, with nearly the same features',
    async (name) => {
      const measures = await engine.examine(await fromTelephone(name), { keep: 'crop' });
      expect(measures.keptPhoto).toMatchObject({ kind: 'crop' });
      const { jpeg } = measures.keptPhoto!;
      const { format, width, height, exif, icc, xmp, iptc, orientation } = await sharp(jpeg).metadata();
      expect({ format, exif, icc, xmp, iptc, orientation }).toEqual({ format: 'jpeg' });
      expect(width).toBe(height);
      expect(width).toBeGreaterThanOrEqual(150);
      expect(width).toBeLessThanOrEqual(400);
      const again = await engine.examine(jpeg);
      expect(-compare(featuresOf(again), featuresOf(measures))).toBeLessThan(0.2);
    },
  );

  test('of a small face is enlarged to no less than 150 pixels, and of a large one reduced to 400', async () => {
    const sides: number[] = [];
    for (const width of [90, 1500]) {
      const image = await sharp(await face('anna'))
        .resize(width)
        .jpeg({ quality: 95 })
        .toBuffer();
      const { keptPhoto } = await engine.examine(image, { keep: 'crop' });
      sides.push((await sharp(keptPhoto!.jpeg).metadata()).width);
    }
    expect(sides).toEqual([150, 400]);
  });

  test('in full is the upright picture without metadata', async () => {
    const photo = await fromTelephone('bella');
    const measures = await engine.examine(photo, { keep: 'full' });
    const { widthPx, heightPx, keptPhoto } = measures;
    expect([widthPx, heightPx]).toEqual([440, 480]);
    const { format, width, height, exif, icc, xmp, orientation } = await sharp(keptPhoto!.jpeg).metadata();
    expect({ format, width, height, exif, icc, xmp, orientation }).toEqual({
      format: 'jpeg',
      width: 440,
      height: 480,
    });
    const again = await engine.examine(keptPhoto!.jpeg);
    expect(-compare(featuresOf(again), featuresOf(measures))).toBeLessThan(0.1);
  });

  test('is not made unless it is asked for', async () => {
    expect(await engine.examine(await face('anna'))).not.toHaveProperty('keptPhoto');
  });
});
