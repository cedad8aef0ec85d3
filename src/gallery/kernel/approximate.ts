/**
 * Writes features as small integers times one scale, and says how far that is from the truth, so that a distance
 * measured on the integers bounds the true one. The scale is each vector's own: no value is ever out of range.
 */
import type { Features } from '../../domain/features.js';

export interface Approximation {
  /** What one step of the integers is worth; a float32. */
  readonly scale: number;
  /** Squared length of the approximation (scale x integers), in float64. */
  readonly squaredLength: number;
  /** Euclidean distance between the features and their approximation, in float64. */
  readonly error: number;
}

/**
 * Squared lengths between which float32 arithmetic on a pair of vectors neither overflows nor loses digits to
 * underflow. A vector outside is approximated by the zero vector, with its whole length as the error: still true, only
 * never ruled out early. dlib's features have squared lengths around 2.
 */
const squaredLengthRange = { least: 1e-20, most: 1e30 };

/**
 * Writes the features' approximation to the front of `integers` and leaves what is behind it; `largest` is the greatest
 * magnitude that the values may have.
 */
export function approximate(
  features: Features,
  integers: Int8Array | Int16Array,
  largest: 127 | 32767,
): Approximation {
  let peak = 0;
  let trueSquaredLength = 0;
  for (const value of features) {
    peak = Math.max(peak, Math.abs(value));
    trueSquaredLength += value * value;
  }
  if (trueSquaredLength < squaredLengthRange.least || trueSquaredLength > squaredLengthRange.most) {
    integers.fill(0, 0, features.length);
    return { scale: 0, squaredLength: 0, error: Math.sqrt(trueSquaredLength) };
  }

  const scale = Math.fround(peak / largest);
  let squaredLength = 0;
  let squaredError = 0;
  for (let i = 0; i < features.length; i++) {
    const integer = Math.round(features[i]! / scale);
    integers[i] = integer;
    squaredLength += (integer * scale) ** 2;
    squaredError += (features[i]! - integer * scale) ** 2;
  }
  return { scale, squaredLength, error: Math.sqrt(squaredError) };
}
