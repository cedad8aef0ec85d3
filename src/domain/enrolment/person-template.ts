/**
 * The features that a person is compared by: one vector made of all their templates, in which a better photo weighs more and
 * what verifications added weighs less than what was enrolled. One reference per person keeps own photos from being strangers
 * to one another, and refuses fewer rightful claims than the best or the mean of several scores (docs/accuracy.md).
 */
import { type Features, toFeatures } from '../features.js';

export interface OwnTemplate {
  readonly features: Features;
  readonly origin: 'enrolled' | 'refreshed';
  /** Of its photo, 0 to 100; null where it was not judged. */
  readonly quality: number | null;
}

/** Of all weight at most so much is that of refreshed templates, however many there are. */
export const refreshedShare = 1 / 3;

/** A poor photo weighs this much beside a perfect one's 1, so that one photo never decides alone. */
const leastWeight = 0.5;
/** What a photo counts as that was enrolled before photos were judged. */
const unknownQuality = 50;

/**
 * The weighted mean, as long as its parts are on average, since the mean of different directions is shorter.
 * @throws RangeError without an enrolled template: refreshed ones alone are nobody.
 */
export function personFeatures(templates: readonly OwnTemplate[]): Features {
  const weights = weightsOf(templates);
  const [first] = templates;
  if (first === undefined || !templates.some(({ origin }) => origin === 'enrolled'))
    throw new RangeError('a person has at least one enrolled template');
  if (templates.length === 1) return first.features;
  const mean = new Float32Array(first.features.length);
  let length = 0;
  for (const [at, { features }] of templates.entries()) {
    const weight = weights[at]!;
    for (let i = 0; i < mean.length; i++) mean[i]! += weight * features[i]!;
    length += weight * lengthOf(features);
  }
  const stretch = length / (lengthOf(mean) || 1);
  return toFeatures(mean.map((value) => value * stretch));
}

/** They sum to 1. */
function weightsOf(templates: readonly OwnTemplate[]): number[] {
  const raw = templates.map(
    ({ quality }) => leastWeight + ((1 - leastWeight) * (quality ?? unknownQuality)) / 100,
  );
  const sumOf = (wanted: OwnTemplate['origin']): number =>
    raw.reduce((sum, weight, at) => (templates[at]!.origin === wanted ? sum + weight : sum), 0);
  const [enrolled, refreshed] = [sumOf('enrolled'), sumOf('refreshed')];
  const share = Math.min(refreshedShare, refreshed / (enrolled + refreshed));
  return raw.map((weight, at) =>
    templates[at]!.origin === 'enrolled' ? (weight / enrolled) * (1 - share) : (weight / refreshed) * share,
  );
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
