import { expect, it } from 'vitest';
import type { NetInput } from '../models/embedding-model.js';
import { arrangePixels } from './arrange-pixels.js';

/** 2 x 2 pixels: red, green and blue are 1, 2, 3 in the first, and 10 more in each pixel that follows. */
const chip = Float32Array.of(1, 2, 3, 11, 12, 13, 21, 22, 23, 31, 32, 33);

function arranged(input: Partial<NetInput>, mirrored = false): number[] {
  const target = new Float32Array(chip.length);
  const plain: NetInput = { sidePx: 2, colour: 'rgb', layout: 'nhwc', mean: [0, 0, 0], divisor: 1 };
  arrangePixels(target, chip, { input: { ...plain, ...input }, mirrored });
  return [...target];
}

it('leaves pixels as they are where that is what the net expects', () => {
  expect(arranged({})).toEqual([...chip]);
});

it('exchanges left and right', () => {
  expect(arranged({}, true)).toEqual([11, 12, 13, 1, 2, 3, 31, 32, 33, 21, 22, 23]);
});

it('puts the colours one behind the other', () => {
  expect(arranged({ layout: 'nchw' })).toEqual([1, 11, 21, 31, 2, 12, 22, 32, 3, 13, 23, 33]);
});

it('gives blue first, and takes mean and scale in that order', () => {
  expect(arranged({ colour: 'bgr', mean: [3, 2, 1], divisor: 10 }, true)).toEqual(
    [1, 1, 1, 0, 0, 0, 3, 3, 3, 2, 2, 2].map(Math.fround),
  );
});
