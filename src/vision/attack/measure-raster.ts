/**
 * Looks for the raster of a screen or of print in the face's spectrum: a regular pattern makes peaks that stand alone, while
 * hair, edges and noise make streaks and fog. Measured in the picture's own pixels, since shrinking would remove it.
 */
import type { BoxPx } from '../../domain/face.js';
import type { Pixels } from '../steps/pixels.js';
import { cutLuma } from './luma-patch.js';
import { addPower, fading, windowPx } from './power-spectrum.js';

/** Cycles per window under which a face has patterns of its own. */
const minCycles = 13;
/** Bins beside the axes, where upright edges and the 8-pixel blocks of JPEG have their power. */
const axisBins = 3;
/** Distances in bins at which a peak has to have fallen off; a pure wave is three bins wide in a faded window. */
const falloffBins = [4, 5, 6];
const directions = [
  [1, 0],
  [0, 1],
  [1, 1],
  [1, -1],
] as const;

/** @returns height of the highest lone peak in dB over its nearest surroundings in any direction; 0 where there is none */
export function measureRasterPeak(picture: Pixels, faceBoxPx: BoxPx): number {
  const power = new Float64Array(windowPx * windowPx);
  for (const pair of windowPairs(picture, faceBoxPx)) addPower(pair[0], pair[1], power);
  return highestLonePeak(smoothedDb(power));
}

/** Four windows on forehead, cheeks and chin; where the face is smaller than two windows they overlap. */
function windowPairs(picture: Pixels, { x, y, width, height }: BoxPx): [Float64Array, Float64Array][] {
  const at = (shareX: number, shareY: number): Float64Array =>
    fadedWindow(picture, x + width * shareX, y + height * shareY);
  return [
    [at(0.35, 0.3), at(0.65, 0.3)],
    [at(0.35, 0.65), at(0.65, 0.65)],
  ];
}

/** Scaled to unit variance, so that the best lit part does not outweigh the others. Beyond the picture it is flat. */
function fadedWindow(picture: Pixels, centreX: number, centreY: number): Float64Array {
  const left = inside(centreX - windowPx / 2, picture.widthPx - windowPx);
  const top = inside(centreY - windowPx / 2, picture.heightPx - windowPx);
  const patch = cutLuma(picture, { x: left, y: top, width: windowPx, height: windowPx });
  const { luma, widthPx, heightPx } = patch;
  const faded = new Float64Array(windowPx * windowPx);
  let [sum, weights] = [0, 0];
  for (let row = 0; row < heightPx; row++)
    for (let column = 0; column < widthPx; column++) {
      const weight = fading[row]! * fading[column]!;
      sum += luma[row * widthPx + column]! * weight;
      weights += weight;
    }
  const mean = weights === 0 ? 0 : sum / weights;
  let energy = 0;
  for (let row = 0; row < heightPx; row++)
    for (let column = 0; column < widthPx; column++) {
      const value = (luma[row * widthPx + column]! - mean) * fading[row]! * fading[column]!;
      faded[row * windowPx + column] = value;
      energy += value * value;
    }
  const scale = 1 / Math.sqrt(energy + 1);
  for (let i = 0; i < faded.length; i++) faded[i]! *= scale;
  return faded;
}

function inside(start: number, last: number): number {
  return Math.max(0, Math.min(Math.round(start), last));
}

/** Mean power of 3 x 3 bins, in dB. The spectrum repeats itself, so its edges have neighbours on the other side. */
function smoothedDb(power: Float64Array): Float64Array {
  const db = new Float64Array(power.length);
  for (let v = 0; v < windowPx; v++)
    for (let u = 0; u < windowPx; u++) {
      let sum = 0;
      for (let dv = -1; dv <= 1; dv++) for (let du = -1; du <= 1; du++) sum += power[binAt(u + du, v + dv)]!;
      db[v * windowPx + u] = 10 * Math.log10(sum / 9 + 1e-9);
    }
  return db;
}

function highestLonePeak(db: Float64Array): number {
  let highest = 0;
  const limit = windowPx / 2 - falloffBins.at(-1)!;
  for (let v = axisBins + 1; v <= limit; v++)
    for (let u = -limit; u <= limit; u++) {
      if (Math.abs(u) <= axisBins || u * u + v * v < minCycles * minCycles) continue;
      const height = heightOver(db, u, v, highest);
      if (height > highest) highest = height;
    }
  return highest;
}

/** How far a bin stands over the mean on both its sides, in the direction in which it stands out least. */
function heightOver(db: Float64Array, u: number, v: number, enough: number): number {
  const value = db[binAt(u, v)]!;
  let least = Infinity;
  for (const [du, dv] of directions) {
    let sum = 0;
    for (const distance of falloffBins)
      sum +=
        db[binAt(u + du * distance, v + dv * distance)]! + db[binAt(u - du * distance, v - dv * distance)]!;
    least = Math.min(least, value - sum / (2 * falloffBins.length));
    if (least <= enough) return least;
  }
  return least;
}

function binAt(u: number, v: number): number {
  return (((v + windowPx) % windowPx) * windowPx + ((u + windowPx) % windowPx)) | 0;
}
