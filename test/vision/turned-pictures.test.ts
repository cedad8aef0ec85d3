/** A phone held askew, whose file does not say so: the face is found, and is the same face as upright. */
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compare } from '../../src/domain/features.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { face } from '../faces.js';
import { openRealEngine } from './real-engine.js';

let engine: VisionEngine;

beforeAll(async () => {
  engine = await openRealEngine(1);
}, 60_000);
afterAll(() => engine.close());

const names = ['anna', 'annaAgain', 'bella'] as const;

it.each(names.flatMap((name) => [90, 180, 270].map((degrees) => [name, degrees] as const)))(
  '%s, turned by %i degrees, is the same face as upright',
  async (name, degrees) => {
    const photo = await face(name);
    const turned = await sharp(photo).rotate(degrees).jpeg().toBuffer();
    const [upright] = (await engine.examine(photo)).faces;
    const { faces } = await engine.examine(turned);
    expect(faces).toHaveLength(1);
    // Photos of one person are about -0.25 apart in these pictures, a misread face of the same photo was -0.47.
    expect(compare(faces[0]!.features, upright!.features)).toBeGreaterThan(-0.1);
  },
  60_000,
);
