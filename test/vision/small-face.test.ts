/** The smallest face that the engine promises to find: 40 pixels between the eyes, anywhere in a busy picture of 12 MP. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compare } from '../../src/domain/features.js';
import type { FaceMeasures } from '../../src/domain/face.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { face } from '../faces.js';
import { placedOnBusy } from './pictures.js';
import { openRealEngine } from './real-engine.js';

const picture = { widthPx: 4000, heightPx: 3000 };
const eyesPx = 40;

describe('a small face in a large picture', { timeout: 60_000 }, () => {
  let engine: VisionEngine;
  let small: Buffer;
  let known: FaceMeasures;

  beforeAll(async () => {
    engine = await openRealEngine(1);
    const photo = await face('anna');
    known = (await engine.examine(photo)).faces[0]!;
    const width = Math.round((500 * eyesPx) / known.interEyeDistancePx);
    small = await sharp(photo).resize(width).png().toBuffer();
  });
  afterAll(() => engine.close());

  test.each([
    ['in the upper left corner', 0, 0],
    ['in the lower right corner', 3840, 2840],
    ['in the middle', 1937, 1421],
    ['at the right edge', 3830, 1103],
    ['between two tiles', 760, 2210],
  ])('is found %s', async (_where, left, top) => {
    const startedMs = performance.now();
    const image = await placedOnBusy(small, { ...picture, left, top });
    const madeMs = performance.now();
    const { faces, timingsMs } = await engine.examine(image);
    console.log(
      `made in ${Math.round(madeMs - startedMs)} ms, examined in ${Math.round(timingsMs.total)} ms`,
    );
    const match = faces.find(({ features }) => -compare(features, known.features) < 0.4);
    expect(match, `${faces.length} faces, none of them hers`).toBeDefined();
    expect(match!.boxPx.x).toBeGreaterThan(left - 20);
    expect(match!.boxPx.y).toBeGreaterThan(top - 20);
    expect(match!.interEyeDistancePx).toBeGreaterThan(0.85 * eyesPx);
    expect(match!.interEyeDistancePx).toBeLessThan(1.15 * eyesPx);
    expect(faces).toHaveLength(1);
  });
});
