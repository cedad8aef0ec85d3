/**
 * A fingerprint of a whole picture by which a copy is recognised that was saved anew, in another format, quality or size: a
 * difference hash of 256 bits (after N. Krawetz, "Kind of Like That", hackerfactor.com, 2013). Who is in it cannot be told by it.
 */
import type { PictureHash } from '../../domain/picture-hash.js';
import type { Pixels } from './pixels.js';

const rows = 16;
const columns = 17;
/** A step in brightness counts from here on, in levels of luma: a plain wall would otherwise be hashed by its noise. */
const leastStep = 1.5;
/** Samples along each side of a cell; more of them say nothing new. */
const samplesPerSide = 12;

/** One bit for each of 16 x 16 neighbouring cells: whether the picture grows brighter from the left one to the right one. */
export function hashPicture(picture: Pixels): PictureHash {
  const words: number[] = [];
  for (let row = 0; row < rows; row++) {
    let left = meanLuma(picture, row, 0);
    let bits = 0;
    for (let column = 1; column < columns; column++) {
      const right = meanLuma(picture, row, column);
      bits = (bits << 1) | (right - left > leastStep ? 1 : 0);
      left = right;
    }
    words.push(bits);
  }
  return words;
}

/** Rec. 601 luma of a cell, 0 to 255. */
function meanLuma({ widthPx, heightPx, rgbHwc }: Pixels, row: number, column: number): number {
  const [left, right] = span(column, columns, widthPx);
  const [top, bottom] = span(row, rows, heightPx);
  const stepX = Math.max(1, Math.floor((right - left) / samplesPerSide));
  const stepY = Math.max(1, Math.floor((bottom - top) / samplesPerSide));
  let [sum, count] = [0, 0];
  for (let y = top; y < bottom; y += stepY) {
    for (let x = left; x < right; x += stepX, count++) {
      const at = (y * widthPx + x) * 3;
      sum += 0.299 * rgbHwc[at]! + 0.587 * rgbHwc[at + 1]! + 0.114 * rgbHwc[at + 2]!;
    }
  }
  return sum / count;
}

/** The pixels of one part of a length, at least one. */
function span(part: number, parts: number, lengthPx: number): [from: number, to: number] {
  const from = Math.min(lengthPx - 1, Math.floor((part * lengthPx) / parts));
  return [from, Math.max(from + 1, Math.floor(((part + 1) * lengthPx) / parts))];
}
