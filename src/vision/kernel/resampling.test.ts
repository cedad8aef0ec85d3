/** The kernel against the same sums written out plainly, over pictures, views and regions drawn at random. */
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../domain/accuracy/person-bootstrap.js';
import { mapPoint, type Pixels, type Similarity, type Size } from '../steps/pixels.js';
import { meanOfBlocks, readBetween, type BlockGrid, type Region } from './resampling.js';

const random = seededRandom(11);
const whole = (least: number, most: number) => least + Math.floor(random() * (most - least + 1));

function noise(widthPx: number, heightPx: number): Pixels {
  return {
    widthPx,
    heightPx,
    rgbHwc: Uint8Array.from({ length: widthPx * heightPx * 3 }, () => whole(0, 255)),
  };
}

function at({ widthPx, rgbHwc }: Pixels, x: number, y: number, channel: number): number {
  return rgbHwc[(y * widthPx + x) * 3 + channel]!;
}

describe('meanOfBlocks', () => {
  it.each([
    { factor: 2, step: 1, perAxis: 2 },
    { factor: 3, step: 1, perAxis: 3 },
    { factor: 4, step: 1, perAxis: 4 },
    { factor: 7, step: 2, perAxis: 4 },
    { factor: 30, step: 10, perAxis: 3 },
    { factor: 16, step: 1, perAxis: 16 },
  ])('rounds the mean of every block: $factor, of which $perAxis x $perAxis count', (grid: BlockGrid) => {
    const picture = noise(grid.factor * 5 + 9, grid.factor * 3 + 8);
    const region: Region = { x: 4, y: 3, widthPx: grid.factor * 5 + 1, heightPx: grid.factor * 3 + 1 };
    const { factor, step, perAxis } = grid;
    const expected: number[] = [];
    for (let row = 0; row < 3; row++)
      for (let column = 0; column < 5; column++)
        for (let channel = 0; channel < 3; channel++) {
          let sum = 0;
          for (let dy = 0; dy < perAxis; dy++)
            for (let dx = 0; dx < perAxis; dx++)
              sum += at(picture, 4 + column * factor + dx * step, 3 + row * factor + dy * step, channel);
          expected.push(Math.floor(sum / perAxis ** 2 + 0.5));
        }
    const { widthPx, heightPx, rgbHwc } = meanOfBlocks(picture, region, grid);
    expect([widthPx, heightPx]).toEqual([5, 3]);
    expect([...rgbHwc]).toEqual(expected);
  });

  it('is the value itself where all pixels are as bright as can be', () => {
    const white: Pixels = { widthPx: 32, heightPx: 32, rgbHwc: new Uint8Array(32 * 32 * 3).fill(255) };
    const { rgbHwc } = meanOfBlocks(
      white,
      { x: 0, y: 0, ...sizeOf(white) },
      { factor: 16, step: 1, perAxis: 16 },
    );
    expect([...rgbHwc]).toEqual(Array(12).fill(255));
  });
});

describe('readBetween', () => {
  it('reads between pixels as written out plainly, and black beyond every edge', () => {
    for (let round = 0; round < 40; round++) {
      const picture = noise(whole(1, 40), whole(1, 40));
      const region = { x: 0, y: 0, ...sizeOf(picture) };
      const size = { widthPx: whole(1, 30), heightPx: whole(1, 30) };
      const [scale, turn] = [0.2 + random() * 1.3, random() * 2 * Math.PI];
      const view: Similarity = {
        a: scale * Math.cos(turn),
        b: scale * Math.sin(turn),
        x0: random() * 50 - 10,
        y0: random() * 50 - 10,
      };
      expectAlike(readBetween(picture, region, view, size), plainly(picture, view, size));
    }
  });

  it('reads the very last pixel, and with nothing of the region before it another picture', () => {
    const bright: Pixels = { widthPx: 9, heightPx: 9, rgbHwc: new Uint8Array(243).fill(250) };
    readBetween(bright, { x: 0, y: 0, ...sizeOf(bright) }, { a: 1, b: 0, x0: 0, y0: 0 }, sizeOf(bright));
    const picture = noise(3, 3);
    const last = readBetween(
      picture,
      { x: 0, y: 0, ...sizeOf(picture) },
      { a: 1, b: 0, x0: 2, y0: 2 },
      { widthPx: 1, heightPx: 1 },
    );
    expect([...last]).toEqual([...picture.rgbHwc.slice(24)]);
  });

  it('takes a part of the picture for the whole where the part holds all that is shown', () => {
    const picture = noise(60, 50);
    const view = { a: 0.7, b: 0.1, x0: 25, y0: 20 };
    const size = { widthPx: 10, heightPx: 8 };
    const part = readBetween(picture, { x: 20, y: 15, widthPx: 20, heightPx: 20 }, view, size);
    expectAlike(part, plainly(picture, view, size));
  });
});

function sizeOf({ widthPx, heightPx }: Pixels): Size {
  return { widthPx, heightPx };
}

function expectAlike(values: Float32Array, expected: readonly number[]): void {
  expect(values.length).toBe(expected.length);
  expect(Math.max(...expected.map((value, i) => Math.abs(value - values[i]!)))).toBeLessThan(1e-3);
}

function plainly(picture: Pixels, view: Similarity, size: Size): number[] {
  const values: number[] = [];
  const [lastX, lastY] = [picture.widthPx - 1, picture.heightPx - 1];
  for (let v = 0; v < size.heightPx; v++)
    for (let u = 0; u < size.widthPx; u++) {
      const { x, y } = mapPoint(view, u, v);
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [right, below] = [Math.min(left + 1, lastX), Math.min(top + 1, lastY)];
      for (let channel = 0; channel < 3; channel++) {
        if (x < 0 || y < 0 || x > lastX || y > lastY) {
          values.push(0);
          continue;
        }
        const upper =
          at(picture, left, top, channel) * (1 - x + left) + at(picture, right, top, channel) * (x - left);
        const lower =
          at(picture, left, below, channel) * (1 - x + left) +
          at(picture, right, below, channel) * (x - left);
        values.push(upper * (1 - y + top) + lower * (y - top));
      }
    }
  return values;
}
