import { describe, expect, test } from 'vitest';
import { featureLength, toFeatures, type Features } from '../features.js';
import { dlibPrior } from '../model-prior.js';
import { agreementScore, agreeingPhotos } from './photo-agreement.js';

const alikeScore = agreementScore(dlibPrior);
/** On a line, by distance. */
function at(place: number): Features {
  const values = new Float32Array(featureLength);
  values[0] = place;
  return toFeatures(values);
}
const agreement = (places: readonly number[], reference?: number): boolean[] =>
  agreeingPhotos(places.map(at), {
    alikeScore,
    ...(reference === undefined ? {} : { reference: at(reference) }),
  });

describe('photos of one call', () => {
  test('agree where they look like one person, and one alone always does', () => {
    expect(agreement([0])).toEqual([true]);
    expect(agreement([0, 0.3, 0.35])).toEqual([true, true, true]);
  });

  test('leave out the one that shows somebody else, wherever it stands', () => {
    expect(agreement([2, 0, 0.3])).toEqual([false, true, true]);
    expect(agreement([0, 2, 0.3])).toEqual([true, false, true]);
  });

  test('agree by a third that is like both', () => {
    expect(agreement([0, 0.8, 0.4])).toEqual([true, true, true]);
  });

  test('of which none is in the majority all disagree', () => {
    expect(agreement([0, 2])).toEqual([false, false]);
    expect(agreement([0, 0.1, 2, 2.1])).toEqual([false, false, false, false]);
  });

  test('that are added have to look like the person, whatever they are among themselves', () => {
    expect(agreement([2, 2.1, 2.2, 0.3], 0)).toEqual([false, false, false, true]);
  });
});

test('photos of different people are alike once in a hundred pairs, by what was measured of the model', () => {
  expect(alikeScore).toBe(-0.4122);
});
