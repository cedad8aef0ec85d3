/**
 * Estimates from a picture's header what examining it will cost a child in memory and time, so that the queue can be bounded
 * by work and no two heavy pictures run at once. It decodes nothing, and what it cannot read counts as the largest that is let in.
 */
import { maxExaminedPixels } from '../examined-pixels.js';
import { type PictureHeader, readPictureHeader } from './picture-header.js';

export interface PictureLoad {
  /** What a child holds above its nets at the most while it examines the picture. */
  readonly memoryBytes: number;
  /** Time in a child on the machine of docs/benchmarks.md; the queue corrects it by what it sees. */
  readonly workMs: number;
}

/** Three for the pixels that are examined, and as many for those that are being turned or copied. */
const bytesPerExaminedPixel = 6;
/** A decoder that holds the whole file's pixels: four values of one byte, of which a row-wise decoder holds none. */
const bytesPerWholePixel = 4;
/** Finding and embedding a face, whatever the size of the picture. */
export const baseWorkMs = 60;
const workMsPerMegapixel = { rowWise: 8, whole: 30 } as const;

/** @param maxPixels above which a picture is refused from its header, at no cost */
export function estimateLoad(image: Uint8Array, maxPixels: number): PictureLoad {
  const header = readPictureHeader(image);
  if (header === 'noPicture') return { memoryBytes: 0, workMs: 1 };
  if (header === undefined)
    return { ...loadOf(image, { pixels: maxPixels, isHeldWhole: true }), workMs: baseWorkMs };
  return header.pixels > maxPixels ? { memoryBytes: 0, workMs: 1 } : loadOf(image, header);
}

function loadOf(image: Uint8Array, { pixels, isHeldWhole }: PictureHeader): PictureLoad {
  const examined = Math.min(pixels, maxExaminedPixels) * bytesPerExaminedPixel;
  const perMegapixel = isHeldWhole ? workMsPerMegapixel.whole : workMsPerMegapixel.rowWise;
  return {
    memoryBytes: image.byteLength + examined + (isHeldWhole ? pixels * bytesPerWholePixel : 0),
    workMs: baseWorkMs + (pixels / 1e6) * perMegapixel,
  };
}
