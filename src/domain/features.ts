/** The vector that stands for a face, and how alike two of them are. */

/** Values in the features of the built-in model; those of a model pack may be fewer or more. */
export const featureLength = 128;

/** Longer features are refused: with up to 516 values, the gallery's inner products of int8 and int16 fit into an int32. */
export const maxFeatureLength = 512;

/**
 * Features of one face, compared by Euclidean distance. All features of one model have the same length; those of the
 * built-in model are not of unit length, and those of a model that is made for cosines are.
 */
export type Features = Float32Array & { readonly __brand: 'Features' };

/**
 * Checks that an array can be compared: 1 to maxFeatureLength finite values.
 * @throws RangeError where it cannot, which always means a defect or a damaged record, never a bad photo.
 */
export function toFeatures(values: Float32Array): Features {
  if (values.length < 1 || values.length > maxFeatureLength)
    throw new RangeError(`features have ${values.length} values, not 1 to ${maxFeatureLength}`);
  if (!values.every(Number.isFinite)) throw new RangeError('features hold a value that is not finite');
  return values as Features;
}

/**
 * Score of a probe against a reference: minus their Euclidean distance, so 0 is identical and more is more alike. Between
 * features of unit length it orders as their cosine does: the distance is √(2 - 2 cos).
 * @throws RangeError where their lengths differ, as those of two models can: such features must never meet.
 */
export function compare(probe: Features, reference: Features): number {
  const { length } = probe;
  if (reference.length !== length)
    throw new RangeError(`features of ${length} and of ${reference.length} values do not compare`);
  let sum = 0;
  for (let i = 0; i < length; i++) {
    const difference = probe[i]! - reference[i]!;
    sum += difference * difference;
  }
  return -Math.sqrt(sum);
}
