/**
 * How a face is lit, how sharp it is and what colour it has. Measured on the aligned chip, so that the figures mean the same
 * for a near face and a far one.
 */
import type { ColourMeasures, ExposureMeasures } from '../../domain/face.js';
import { chipPx } from './align-face.js';
import { type ChipPlanes, meanOf, type Window } from './chip-planes.js';
import { labOf } from './lab-colour.js';

/** Rows and columns of the chip that show skin, eyes and mouth for nearly every face, rather than hair and background. */
const innerFace = { from: Math.round(chipPx * 0.2), to: Math.round(chipPx * 0.8) };
/** The cheeks, between eyes and mouth, left and right of the nose. */
const leftCheek: Window = { x: 38, y: 65, width: 25, height: 35 };
const rightCheek: Window = { x: 87, y: 65, width: 25, height: 35 };
/** Dark and bright as ISO/IEC 29794-5 has them (D.2.4, D.2.5 as implemented by OFIQ): luma of 0 to 24 and of 248 to 255. */
const [darkBelow, brightFrom] = [25, 248];

export interface LightMeasures {
  readonly sharpness: number;
  readonly exposure: ExposureMeasures;
  readonly colour: ColourMeasures;
}

export function measureLight({ red, green, blue, luma }: ChipPlanes): LightMeasures {
  const cheekLumas = [meanOf(luma, leftCheek), meanOf(luma, rightCheek)];
  const ofCheeks = (plane: Float32Array): number =>
    (meanOf(plane, leftCheek) + meanOf(plane, rightCheek)) / 2;
  const { a, b } = labOf(ofCheeks(red), ofCheeks(green), ofCheeks(blue));
  const light = measureLuma(luma);
  return {
    sharpness: leastDetail(luma) / Math.max(1, light.contrast),
    exposure: { ...light, uniformity: (Math.min(...cheekLumas) + 1) / (Math.max(...cheekLumas) + 1) },
    colour: { a, b },
  };
}

function measureLuma(luma: Float32Array): Omit<ExposureMeasures, 'uniformity'> {
  const counts = new Float64Array(256);
  let [count, sum, squares] = [0, 0, 0];
  for (let row = innerFace.from; row < innerFace.to; row++) {
    for (let at = row * chipPx + innerFace.from; at < row * chipPx + innerFace.to; at++) {
      const value = luma[at]!;
      count++;
      sum += value;
      squares += value * value;
      counts[Math.min(255, Math.max(0, value | 0))]!++;
    }
  }
  const meanLuma = sum / count;
  const shareOf = (from: number, to: number): number =>
    counts.subarray(from, to).reduce((total, one) => total + one, 0) / count;
  return {
    meanLuma,
    underShare: shareOf(0, darkBelow),
    overShare: shareOf(brightFrom, 256),
    contrast: Math.sqrt(Math.max(0, squares / count - meanLuma * meanLuma)),
    entropyBits: counts.reduce(
      (bits, one) => (one === 0 ? bits : bits - (one / count) * Math.log2(one / count)),
      0,
    ),
  };
}

/**
 * The variance of the luma's second derivative in that direction (across, down, both diagonals) in which it is least: a
 * picture blurred by movement is sharp along one of them.
 */
function leastDetail(luma: Float32Array): number {
  const steps = [1, chipPx, chipPx + 1, chipPx - 1];
  // A diagonal step is longer by the root of two, and the second derivative goes with the square of the step.
  const lengths = [1, 1, 2, 2];
  const [sums, squares] = [new Float64Array(4), new Float64Array(4)];
  let count = 0;
  for (let row = innerFace.from; row < innerFace.to; row++) {
    for (let at = row * chipPx + innerFace.from; at < row * chipPx + innerFace.to; at++) {
      const middle = 2 * luma[at]!;
      count++;
      for (let direction = 0; direction < 4; direction++) {
        const step = steps[direction]!;
        const bend = (luma[at - step]! + luma[at + step]! - middle) / lengths[direction]!;
        sums[direction]! += bend;
        squares[direction]! += bend * bend;
      }
    }
  }
  return Math.min(...squares.map((square, direction) => square / count - (sums[direction]! / count) ** 2));
}
