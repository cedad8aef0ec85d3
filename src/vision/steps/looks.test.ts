import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Look } from './detect-faces.js';
import { tilesOf } from './looks.js';
import type { Pixels } from './pixels.js';

const left = ({ centre, sidePx }: Look) => centre.x - (sidePx - 1) / 2;
const top = ({ centre, sidePx }: Look) => centre.y - (sidePx - 1) / 2;
const pictureOf = (widthPx: number, heightPx: number): Pixels => ({
  widthPx,
  heightPx,
  rgbHwc: new Uint8Array(0),
});

it('holds every face of up to a quarter of a tile whole in one of the tiles of that size', () => {
  const side = fc.integer({ min: 300, max: 6000 });
  fc.assert(
    fc.property(
      side,
      side,
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (w, h, fx, fy) => {
        const tiles = tilesOf(pictureOf(w, h));
        for (const sidePx of new Set(tiles.map((tile) => tile.sidePx))) {
          const facePx = sidePx / 4;
          const [x, y] = [fx * Math.max(0, w - facePx), fy * Math.max(0, h - facePx)];
          const whole = tiles.some(
            (tile) =>
              tile.sidePx === sidePx &&
              left(tile) <= x + 1e-6 &&
              top(tile) <= y + 1e-6 &&
              x + facePx <= left(tile) + sidePx + 1e-6 &&
              y + facePx <= top(tile) + sidePx + 1e-6,
          );
          if (!whole) return false;
        }
        return true;
      },
    ),
  );
});

it('has no tiles for a picture no larger than the detector sees at once', () => {
  expect(tilesOf(pictureOf(256, 200))).toEqual([]);
});

it('looks at no more than 60 tiles whatever the shape', () => {
  for (const [width, height] of [
    [4000, 3000],
    [16_000_000, 1],
    [4000, 4000],
    [300, 5000],
  ] as const) {
    expect(tilesOf(pictureOf(width, height)).length).toBeLessThanOrEqual(60);
  }
});
