import { describe, expect, it } from 'vitest';
import { type Pixels, turnedView } from './pixels.js';
import { warp } from './warp.js';

/** A picture whose red is 10 times the column and whose green is 10 times the row. */
function ramp(widthPx: number, heightPx: number): Pixels {
  const rgbHwc = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y++) {
    for (let x = 0; x < widthPx; x++) rgbHwc.set([x * 10, y * 10, 7], (y * widthPx + x) * 3);
  }
  return { widthPx, heightPx, rgbHwc };
}

describe('warp', () => {
  it('returns the picture itself through the identity', () => {
    const picture = ramp(6, 4);
    expect([...warp(picture, { a: 1, b: 0, x0: 0, y0: 0 }, picture)]).toEqual([...picture.rgbHwc]);
  });

  it('reads between pixels in proportion', () => {
    const [red, green] = warp(ramp(4, 4), { a: 1, b: 0, x0: 1.25, y0: 0.5 }, { widthPx: 1, heightPx: 1 });
    expect([red, green]).toEqual([12.5, 5]);
  });

  it('averages every pixel of a block where the target is coarser', () => {
    const target = warp(ramp(8, 8), turnedView({ x: 3.5, y: 3.5 }, 8, 0, 4), { widthPx: 4, heightPx: 4 });
    expect(target[0]).toBe(5);
    expect(target[3]).toBe(25);
    expect(target[4 * 3 + 1]).toBe(25);
  });

  it('does not alias a pattern finer than the target: stripes become their mean', () => {
    const stripes: Pixels = {
      widthPx: 64,
      heightPx: 64,
      rgbHwc: Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (Math.floor(i / 3) % 2 === 0 ? 0 : 200)),
    };
    const target = warp(stripes, turnedView({ x: 31.5, y: 31.5 }, 64, 0, 16), { widthPx: 16, heightPx: 16 });
    expect(Math.max(...target.map((value) => Math.abs(value - 100)))).toBeLessThanOrEqual(1);
  });

  it('is black beyond the edges of the picture, also where it shows nothing of it', () => {
    const size = { widthPx: 3, heightPx: 3 };
    expect([...warp(ramp(4, 4), { a: 1, b: 0, x0: 50, y0: 50 }, size)]).toEqual(Array(27).fill(0));
    expect([...warp(ramp(4, 4), { a: 9, b: 0, x0: 500, y0: 0 }, size)]).toEqual(Array(27).fill(0));
  });

  it('turns: a quarter turn shows the column as the row', () => {
    const view = turnedView({ x: 2, y: 2 }, 5, Math.PI / 2, 5);
    const target = warp(ramp(5, 5), view, { widthPx: 5, heightPx: 5 });
    // The target's row runs down the picture: its second pixel lies one row lower.
    expect(target[4]! - target[1]!).toBeCloseTo(10, 3);
  });
});
