/** The aligned chip taken apart into the planes that measures read: red, green, blue and luma, one value a pixel, 0 to 255. */
import { chipPx } from './align-face.js';

export interface ChipPlanes {
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
  /** Rec. 601. */
  readonly luma: Float32Array;
}

/** A rectangle of the chip, in its pixels. */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** @param chipRgbHwc float32, 150 x 150 x 3, 0 to 255 */
export function chipPlanes(chipRgbHwc: Float32Array): ChipPlanes {
  const length = chipPx * chipPx;
  const [red, green, blue, luma] = [0, 1, 2, 3].map(() => new Float32Array(length)) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  for (let i = 0; i < length; i++) {
    red[i] = chipRgbHwc[i * 3]!;
    green[i] = chipRgbHwc[i * 3 + 1]!;
    blue[i] = chipRgbHwc[i * 3 + 2]!;
    luma[i] = 0.299 * red[i]! + 0.587 * green[i]! + 0.114 * blue[i]!;
  }
  return { red, green, blue, luma };
}

/** Mean of a plane in a window. */
export function meanOf(plane: Float32Array, { x, y, width, height }: Window): number {
  let sum = 0;
  for (let row = y; row < y + height; row++)
    for (let at = row * chipPx + x; at < row * chipPx + x + width; at++) sum += plane[at]!;
  return sum / (width * height);
}
