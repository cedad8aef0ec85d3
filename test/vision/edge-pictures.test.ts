/**
 * Pictures that are hard to look at: no face in them, several, small, dark, blurred, drawn, turned. Every one is examined
 * once, and what went wrong is printed as a table.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compare } from '../../src/domain/features.js';
import type { ImageMeasures } from '../../src/domain/face.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { readManifest } from '../manifest.js';
import { testData } from '../requirement.js';
import { openRealEngine } from './real-engine.js';

const folder = testData('edge-dev');

interface EdgePicture {
  readonly file: string;
  readonly kind: string;
  readonly facesMin: number;
  readonly facesMax: number;
  readonly measures: ImageMeasures;
}

describe.skipIf(folder === undefined)('edge pictures', { timeout: 60_000 }, () => {
  let engine: VisionEngine;
  let pictures: EdgePicture[];

  beforeAll(async () => {
    engine = await openRealEngine(2);
    pictures = await Promise.all(
      readManifest(folder!).map(async (record) => ({
        file: record['file']!,
        kind: record['kind']!,
        facesMin: Number(record['faces_min']),
        facesMax: Number(record['faces_max']),
        measures: await engine.examine(readFileSync(join(folder!, record['file']!))),
      })),
    );
  }, 600_000);
  afterAll(() => engine.close());

  /** Those of the pictures that have another number of faces than they should; printed. */
  const wrong = (
    all: EdgePicture[],
    isRight: (found: number, picture: EdgePicture) => boolean,
  ): EdgePicture[] => {
    const faults = all.filter((picture) => !isRight(picture.measures.faces.length, picture));
    const rows = faults.map(({ file, kind, facesMin, facesMax, measures }) => ({
      file,
      kind,
      expected: `${facesMin} to ${facesMax}`,
      found: measures.faces.map(({ faceFlag }) => faceFlag.toFixed(3)).join(' '),
    }));
    console.log(`${faults.length} of ${all.length} wrong`);
    if (rows.length > 0) console.table(rows);
    return faults;
  };

  test('at most one in 25 pictures without a face seems to show one', () => {
    const faceless = pictures.filter(({ facesMax }) => facesMax === 0);
    expect(faceless.length).toBeGreaterThan(20);
    const faults = wrong(faceless, (found) => found === 0);
    expect(faults.length).toBeLessThanOrEqual(Math.floor(faceless.length / 25));
  });

  test('at least 49 in 50 pictures with one face show exactly that', () => {
    const single = pictures.filter(({ facesMin, facesMax }) => facesMin === 1 && facesMax === 1);
    expect(single.length).toBeGreaterThan(50);
    const faults = wrong(single, (found) => found === 1);
    expect(faults.length).toBeLessThanOrEqual(Math.floor(single.length / 50));
  });

  test('pictures of two and more people never seem to show one', () => {
    const several = pictures.filter(({ kind, facesMin }) => kind === 'multi' && facesMin >= 2);
    expect(several.length).toBeGreaterThan(10);
    expect(wrong(several, (found) => found >= 2).map(({ file }) => file)).toEqual([]);
  });

  test('pictures that EXIF turns come out upright, and all show the same face', () => {
    const turned = pictures.filter(({ file }) => /^exif_face\/orientation_\d\./.test(file));
    expect(turned.length).toBeGreaterThanOrEqual(4);
    const faces = turned.map(({ measures }) => measures.faces[0]!);
    for (const [at, face] of faces.entries()) {
      expect(Math.abs(face.pose.roll), turned[at]!.file).toBeLessThan(20);
      expect(-compare(face.features, faces[0]!.features), turned[at]!.file).toBeLessThan(0.1);
    }
  });
});
