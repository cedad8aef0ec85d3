/**
 * Looks for the raster of a screen or of print in the face's spectrum: a regular pattern makes peaks that stand alone, while
 * hair, edges and noise make streaks and fog. Measured in the picture's own pixels, since shrinking would remove it.
 */
import type { BoxPx } from '../../domain/face.js';
import type { Pixels } from '../steps/pixels.js';
import { cutLuma } from './luma-patch.js';
import { addPower, fading, placeOf, windowPx } from './power-spectrum.js';

/** Cycles per window under which a face has patterns of its own. */
const minCycles = 13;
/** Bins beside the axes, where upright edges and the 8-pixel blocks of JPEG have their power. */
const axisBins = 3;
/** Distances in bins at which a peak has to have fallen off; a pure wave is three bins wide in a faded window. */
const falloffBins = [4, 5, 6];
/** Highest frequency, in bins, whose surroundings lie within the spectrum; and the surroundings with it. */
const highestBin = windowPx / 2 - falloffBins.at(-1)!;
const reach = highestBin + falloffBins.at(-1)!;
/** Of the half that is looked at (the other is its mirror image): columns from -reach to reach, rows from -lowest to reach. */
const columns = 2 * reach + 1;
const lowest = falloffBins.at(-1)! - axisBins - 1;
const rows = lowest + reach + 1;
const directions = [1, columns, columns + 1, columns - 1];

/** Used by one measurement after another, since to make and clear such arrays takes as long as to fill them. */
const [first, second, power] = [1, 2, 3].map(() => new Float64Array(windowPx * windowPx)) as [
  Float64Array,
  Float64Array,
  Float64Array,
];
const sums = new Float64Array((rows + 2) * columns);
const db = new Float64Array(rows * columns);

/** @returns height of the highest lone peak in dB over its nearest surroundings in any direction; 0 where there is none */
export function measureRasterPeak(picture: Pixels, { x, y, width, height }: BoxPx): number {
  const cutOut = (shareX: number, shareY: number, to: Float64Array): void =>
    fadedWindow(picture, { x: x + width * shareX, y: y + height * shareY }, to);
  power.fill(0);
  // Forehead, then cheeks and chin; where the face is smaller than two windows they overlap.
  for (const shareY of [0.3, 0.65]) {
    cutOut(0.35, shareY, first);
    cutOut(0.65, shareY, second);
    addPower(first, second, power);
  }
  smoothToDb();
  return highestLonePeak();
}

/** Scaled to unit variance, so that the best lit part does not outweigh the others. Beyond the picture it is flat. */
function fadedWindow(picture: Pixels, centre: { x: number; y: number }, to: Float64Array): void {
  const left = inside(centre.x - windowPx / 2, picture.widthPx - windowPx);
  const top = inside(centre.y - windowPx / 2, picture.heightPx - windowPx);
  const patch = cutLuma(picture, { x: left, y: top, width: windowPx, height: windowPx });
  const { luma, widthPx, heightPx } = patch;
  if (luma.length < to.length) to.fill(0);
  let [sum, weights] = [0, 0];
  for (let row = 0, at = 0; row < heightPx; row++)
    for (let column = 0; column < widthPx; column++, at++) {
      const weight = fading[row]! * fading[column]!;
      sum += luma[at]! * weight;
      weights += weight;
    }
  const mean = weights === 0 ? 0 : sum / weights;
  let energy = 0;
  for (let row = 0, at = 0; row < heightPx; row++)
    for (let column = 0; column < widthPx; column++, at++) {
      const value = (luma[at]! - mean) * fading[row]! * fading[column]!;
      to[row * windowPx + column] = value;
      energy += value * value;
    }
  const scale = 1 / Math.sqrt(energy + 1);
  for (let i = 0; i < to.length; i++) to[i]! *= scale;
}

function inside(start: number, last: number): number {
  return Math.max(0, Math.min(Math.round(start), last));
}

/** Mean power of 3 x 3 bins, in dB, of the half that is looked at. The spectrum repeats itself beyond its edges. */
function smoothToDb(): void {
  for (let row = 0; row < rows + 2; row++) {
    const v = row - lowest - 1;
    let before = power[placeOf(-reach - 1, v)]!;
    let here = power[placeOf(-reach, v)]!;
    for (let column = 0; column < columns; column++) {
      const after = power[placeOf(column - reach + 1, v)]!;
      sums[row * columns + column] = before + here + after;
      before = here;
      here = after;
    }
  }
  for (let at = 0; at < db.length; at++) {
    const sum = sums[at]! + sums[at + columns]! + sums[at + 2 * columns]!;
    db[at] = 10 * Math.log10(sum / 9 + 1e-9);
  }
}

function highestLonePeak(): number {
  let highest = 0;
  for (let v = axisBins + 1; v <= highestBin; v++)
    for (let u = -highestBin; u <= highestBin; u++) {
      if (Math.abs(u) <= axisBins || u * u + v * v < minCycles * minCycles) continue;
      const height = heightOver((v + lowest) * columns + u + reach, highest);
      if (height > highest) highest = height;
    }
  return highest;
}

/** How far a bin stands over the mean on both its sides, in the direction in which it stands out least. */
function heightOver(at: number, enough: number): number {
  const value = db[at]!;
  let least = Infinity;
  for (const direction of directions) {
    let sum = 0;
    for (const distance of falloffBins)
      sum += db[at + direction * distance]! + db[at - direction * distance]!;
    least = Math.min(least, value - sum / (2 * falloffBins.length));
    if (least <= enough) return least;
  }
  return least;
}
