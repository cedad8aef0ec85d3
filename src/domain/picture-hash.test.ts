import { expect, test } from 'vitest';
import { differingBits, isSamePicture, traceOf, type PictureTrace } from './picture-hash.js';

const hash = Array.from({ length: 16 }, (_, index) => (index * 4099) & 0xffff);
const trace = (different: Partial<PictureTrace> = {}): PictureTrace => ({
  hash,
  points: new Float32Array(134).fill(0.5),
  interEyeDistance: 0.1,
  ...different,
});
const flipped = (bits: number): number[] => hash.map((word, index) => (index < bits ? word ^ 1 : word));
const moved = (share: number): Float32Array =>
  new Float32Array(134).fill(0.5).map((value, index) => (index % 2 ? value : value + share * 0.1));

test('a copy may differ in 10 of 256 bits', () => {
  expect(differingBits(hash, flipped(10))).toBe(10);
  expect(isSamePicture(trace(), trace({ hash: flipped(10) }))).toBe(true);
  expect(isSamePicture(trace(), trace({ hash: flipped(11) }))).toBe(false);
});

test('a copy has the face where it was, to a fiftieth of the distance between the eyes', () => {
  expect(isSamePicture(trace(), trace({ points: moved(0.019) }))).toBe(true);
  expect(isSamePicture(trace(), trace({ points: moved(0.021) }))).toBe(false);
});

test('of a picture without a face there is no trace', () => {
  expect(traceOf({ pictureHash: hash, widthPx: 100, faces: [] })).toBeUndefined();
});

test('the size of the picture does not matter', () => {
  const at = (widthPx: number) =>
    traceOf({
      pictureHash: hash,
      widthPx,
      faces: [{ landmarksPx: new Float32Array(936).fill(widthPx / 4), interEyeDistancePx: widthPx / 10 }],
    })!;
  expect(isSamePicture(at(1000), at(640))).toBe(true);
});
