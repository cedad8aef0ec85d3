import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  compare,
  featureLength,
  maxFeatureLength,
  toFeatures,
  type Features,
} from '../../domain/features.js';
import { approximate } from './approximate.js';
import { LowerBounds, rowsPerScan } from './lower-bounds.js';

const asFeatures = (values: ArrayLike<number>): Features => toFeatures(Float32Array.from(values));

const exactly = (length: number) => ({ minLength: length, maxLength: length });
const ordinary = (length = featureLength) =>
  fc.array(fc.double({ min: -0.6, max: 0.6, noNaN: true }), exactly(length)).map(asFeatures);
const anyFinite = (length: number) =>
  fc.float32Array({ ...exactly(length), noNaN: true, noDefaultInfinity: true }).map(asFeatures);
/** Vectors that int8 holds without error, so that only rounding is left, with the greatest inner products there can be. */
const extreme = (length: number) =>
  fc
    .tuple(
      fc.constantFrom(0.5, 1e-22, 1e-21, 1e-20, 1e14, 1e17),
      fc.array(fc.constantFrom(-1, 1), exactly(length)),
    )
    .map(([magnitude, signs]) => asFeatures(signs.map((sign) => sign * magnitude)));
const features = (length: number) => fc.oneof(ordinary(length), anyFinite(length), extreme(length));
const rowsAndProbe = (length: number) =>
  fc.tuple(fc.array(features(length), { minLength: 1, maxLength: 9 }), features(length));

/** The kernel's arithmetic in plain code, rounded to float32 where the kernel rounds. */
function plainBound(probe: Features, row: Features): number {
  const f = Math.fround;
  const probeIntegers = new Int16Array(probe.length);
  const rowIntegers = new Int8Array(probe.length);
  const p = approximate(probe, probeIntegers, 32767);
  const r = approximate(row, rowIntegers, 127);
  let product = 0;
  for (let i = 0; i < probe.length; i++) product += probeIntegers[i]! * rowIntegers[i]!;
  const lengths = f(f(r.squaredLength * (1 - 2 ** -19)) + f(p.squaredLength * (1 - 2 ** -19)));
  const twiceProduct = f(f(f(product) * r.scale) * f(2 * p.scale));
  const root = f(Math.sqrt(Math.max(0, f(lengths - twiceProduct))));
  return f(f(root - f(r.error * (1 + 2 ** -20))) - f(p.error * (1 + 2 ** -20)));
}

function boundsOf(rows: readonly Features[], probe: Features): number[] {
  const bounds = new LowerBounds(probe.length);
  rows.forEach((row, i) => bounds.write(i, row));
  bounds.setProbe(probe);
  return [...bounds.scan(0, rows.length)];
}

// The built-in model's, one that ends amid a step of the kernel, the shortest and the longest.
describe.each([featureLength, 100, 1, maxFeatureLength])(
  'lower bounds of features of %i values',
  (length) => {
    it('are what a plain loop computes, bit for bit', () => {
      fc.assert(
        fc.property(rowsAndProbe(length), ([rows, probe]) => {
          expect(boundsOf(rows, probe)).toEqual(rows.map((row) => plainBound(probe, row)));
        }),
      );
    });

    it('are never above the distance, for any finite features', () => {
      fc.assert(
        fc.property(rowsAndProbe(length), ([rows, probe]) => {
          const bounds = boundsOf([...rows, probe], probe);
          [...rows, probe].forEach((row, i) => expect(bounds[i]).toBeLessThanOrEqual(-compare(probe, row)));
        }),
      );
    });
  },
);

describe('lower bounds', () => {
  it('are within 0.02 below the distance of features such as the net gives', () => {
    fc.assert(
      fc.property(ordinary(), ordinary(), (row, probe) => {
        const distance = -compare(probe, row);
        fc.pre(distance > 0.1);
        expect(boundsOf([row], probe)[0]).toBeGreaterThan(distance - 0.02);
      }),
    );
  });

  it('stay with their rows over several scans of a memory that grew, and move when a row is copied', () => {
    const bounds = new LowerBounds(featureLength);
    const rowCount = 2 * rowsPerScan + 3;
    const rowOf = (i: number) => asFeatures(new Float32Array(featureLength).fill(i / rowCount));
    for (let i = 0; i < rowCount; i++) bounds.write(i, rowOf(i));
    const probe = rowOf(0);
    bounds.copy({ from: rowCount - 1, to: 5 });
    bounds.setProbe(probe);

    expect(bounds.scan(0, rowsPerScan)[5]).toBe(plainBound(probe, rowOf(rowCount - 1)));
    expect(bounds.scan(0, rowsPerScan)[6]).toBe(plainBound(probe, rowOf(6)));
    expect([...bounds.scan(2 * rowsPerScan, 3)]).toEqual(
      [0, 1, 2].map((i) => plainBound(probe, rowOf(2 * rowsPerScan + i))),
    );
  });

  it('refuse a probe of another length', () => {
    const bounds = new LowerBounds(featureLength);
    expect(() => bounds.setProbe(asFeatures([1, 2, 3]))).toThrow(RangeError);
  });
});
