/**
 * Where the detector looks, in the order in which it is worth its time: at the whole picture; where that shows no face, at the
 * picture with a border and turned on its sides; and at tiles, for faces that are small in the picture.
 */
import type { Look } from './detect-faces.js';
import type { Pixels } from './pixels.js';

/** The smallest centred square around the whole picture. */
export function wholePicture(picture: Pixels): Look {
  const centre = { x: (picture.widthPx - 1) / 2, y: (picture.heightPx - 1) / 2 };
  return { centre, sidePx: Math.max(picture.widthPx, picture.heightPx), turnRad: 0 };
}

/** The whole picture with a border, for a face that fills it: the net was trained on faces with something around them. */
export function withSurroundings(picture: Pixels): Look {
  const whole = wholePicture(picture);
  return { ...whole, sidePx: whole.sidePx * 1.5 };
}

/** The whole picture on its sides and upside down, for a phone held askew whose file does not say so. */
export function turnedPicture(picture: Pixels): Look[] {
  return [1, 2, 3].map((quarters) => ({ ...withSurroundings(picture), turnRad: (quarters * Math.PI) / 2 }));
}

/** Below this a tile would be enlarged for the detector, which shows it nothing new. */
const minTilePx = 256;
/** Neighbouring tiles share this much of their side, so that a face on a border is whole in one of them. */
const sharedSide = 0.3;
/** Sides of the tiles as shares of the picture's longer side. */
const tileShares = [1 / 2, 1 / 5] as const;

export function tilesOf(picture: Pixels): Look[] {
  const longerPx = Math.max(picture.widthPx, picture.heightPx);
  const sides = new Set(tileShares.map((share) => Math.max(minTilePx, Math.ceil(longerPx * share))));
  return [...sides].filter((sidePx) => sidePx < longerPx).flatMap((sidePx) => grid(picture, sidePx));
}

function grid(picture: Pixels, sidePx: number): Look[] {
  const columns = offsets(picture.widthPx, sidePx);
  return offsets(picture.heightPx, sidePx).flatMap((y) =>
    columns.map((x) => ({
      centre: { x: x + (sidePx - 1) / 2, y: y + (sidePx - 1) / 2 },
      sidePx,
      turnRad: 0,
    })),
  );
}

/** Evenly spaced starts that cover a length, the last tile ending with it. */
function offsets(lengthPx: number, sidePx: number): number[] {
  if (lengthPx <= sidePx) return [(lengthPx - sidePx) / 2];
  const count = Math.ceil((lengthPx - sidePx) / (sidePx * (1 - sharedSide))) + 1;
  return Array.from({ length: count }, (_, index) => ((lengthPx - sidePx) * index) / (count - 1));
}
