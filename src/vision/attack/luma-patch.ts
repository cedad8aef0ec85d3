/** Cuts a rectangle of brightness out of the picture at its own resolution or a whole fraction of it. */
import type { BoxPx } from '../../domain/face.js';
import type { Pixels } from '../steps/pixels.js';

export interface LumaPatch {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Rec. 601 luma, 0 to 255, row by row. */
  readonly luma: Float32Array;
  /** Upper left corner in pixels of the picture. */
  readonly x: number;
  readonly y: number;
  /** Pixels of the picture per pixel of the patch: a whole number. */
  readonly factor: number;
}

/** What of the box lies in the picture, each pixel the mean of factor x factor pixels; may be empty. */
export function cutLuma(picture: Pixels, boxPx: BoxPx, factor = 1): LumaPatch {
  const left = Math.max(0, Math.round(boxPx.x));
  const top = Math.max(0, Math.round(boxPx.y));
  const right = Math.min(picture.widthPx, Math.round(boxPx.x + boxPx.width));
  const bottom = Math.min(picture.heightPx, Math.round(boxPx.y + boxPx.height));
  const widthPx = Math.max(0, Math.floor((right - left) / factor));
  const heightPx = Math.max(0, Math.floor((bottom - top) / factor));
  const luma = new Float32Array(widthPx * heightPx);
  const share = 1 / (factor * factor);
  for (let row = 0, out = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++, out++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        let at = ((top + row * factor + dy) * picture.widthPx + left + column * factor) * 3;
        for (let dx = 0; dx < factor; dx++, at += 3) {
          sum +=
            0.299 * picture.rgbHwc[at]! + 0.587 * picture.rgbHwc[at + 1]! + 0.114 * picture.rgbHwc[at + 2]!;
        }
      }
      luma[out] = sum * share;
    }
  }
  return { widthPx, heightPx, luma, x: left, y: top, factor };
}
