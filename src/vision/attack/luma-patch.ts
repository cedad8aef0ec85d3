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

/** Of factor x factor pixels at most this many in a row and in a column are read, so that a large picture costs no more. */
const mostSamples = 3;

/** What of the box lies in the picture, each pixel the mean of factor x factor pixels or of nine among them; may be empty. */
export function cutLuma(picture: Pixels, boxPx: BoxPx, factor = 1): LumaPatch {
  const left = Math.max(0, Math.round(boxPx.x));
  const top = Math.max(0, Math.round(boxPx.y));
  const right = Math.min(picture.widthPx, Math.round(boxPx.x + boxPx.width));
  const bottom = Math.min(picture.heightPx, Math.round(boxPx.y + boxPx.height));
  const widthPx = Math.max(0, Math.floor((right - left) / factor));
  const heightPx = Math.max(0, Math.floor((bottom - top) / factor));
  const luma = new Float32Array(widthPx * heightPx);
  const patch = { widthPx, heightPx, luma, x: left, y: top, factor };
  if (factor === 1) {
    copyLuma(picture, patch);
    return patch;
  }
  const step = Math.max(1, Math.floor(factor / mostSamples));
  const samples = Math.min(factor, mostSamples);
  const share = 1 / (samples * samples);
  const { rgbHwc } = picture;
  for (let row = 0, out = 0; row < heightPx; row++) {
    for (let column = 0; column < widthPx; column++, out++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let dy = 0; dy < samples; dy++) {
        let at = ((top + row * factor + dy * step) * picture.widthPx + left + column * factor) * 3;
        for (let dx = 0; dx < samples; dx++, at += 3 * step) {
          red += rgbHwc[at]!;
          green += rgbHwc[at + 1]!;
          blue += rgbHwc[at + 2]!;
        }
      }
      luma[out] = (0.299 * red + 0.587 * green + 0.114 * blue) * share;
    }
  }
  return patch;
}

function copyLuma(
  { rgbHwc, widthPx: pictureWidthPx }: Pixels,
  { luma, widthPx, heightPx, x, y }: LumaPatch,
): void {
  for (let row = 0, out = 0; row < heightPx; row++) {
    let at = ((y + row) * pictureWidthPx + x) * 3;
    for (const end = out + widthPx; out < end; out++, at += 3)
      luma[out] = 0.299 * rgbHwc[at]! + 0.587 * rgbHwc[at + 1]! + 0.114 * rgbHwc[at + 2]!;
  }
}
