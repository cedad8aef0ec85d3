/** The vector that stands for a face, and how alike two of them are. */

export const featureLength = 128;

/** Features of one face: Float32Array of featureLength values, compared by Euclidean distance (dlib's net; not unit length). */
export type Features = Float32Array & { readonly __brand: 'Features' };

/**
 * Checks that an array can be compared: featureLength finite values.
 * @throws RangeError where it cannot, which always means a defect or a damaged record, never a bad photo.
 */
export function toFeatures(values: Float32Array): Features {
  if (values.length !== featureLength)
    throw new RangeError(`features have ${values.length} values, not ${featureLength}`);
  if (!values.every(Number.isFinite)) throw new RangeError('features hold a value that is not finite');
  return values as Features;
}

/** Score of a probe against a reference: minus their Euclidean distance, so 0 is identical and more is more alike. */
export function compare(probe: Features, reference: Features): number {
  let sum = 0;
  for (let i = 0; i < featureLength; i++) {
    const difference = probe[i]! - reference[i]!;
    sum += difference * difference;
  }
  return -Math.sqrt(sum);
}
