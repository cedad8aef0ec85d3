import { describe, expect, test } from 'vitest';
import { compare, featureLength, toFeatures, type Features } from '../features.js';
import { type OwnTemplate, personFeatures, refreshedShare } from './person-template.js';

/** A direction of unit length: 1 in one place. */
function axis(place: number, length = 1): Features {
  const values = new Float32Array(featureLength);
  values[place] = length;
  return toFeatures(values);
}
const enrolled = (features: Features, quality: number | null = 50): OwnTemplate => ({
  features,
  quality,
  origin: 'enrolled',
});
const refreshed = (features: Features, quality = 50): OwnTemplate => ({
  features,
  quality,
  origin: 'refreshed',
});
const lengthOf = (features: Features): number =>
  -compare(features, toFeatures(new Float32Array(featureLength)));

describe('personFeatures', () => {
  test('of one photo are that photo, bit by bit', () => {
    const features = axis(3, 0.7);
    expect(personFeatures([enrolled(features, null)])).toBe(features);
  });

  test('of two lie between them, and are as long as they are', () => {
    const person = personFeatures([enrolled(axis(0)), enrolled(axis(1))]);
    expect(compare(person, axis(0))).toBeCloseTo(compare(person, axis(1)), 6);
    expect(lengthOf(person)).toBeCloseTo(1, 6);
    expect(lengthOf(personFeatures([enrolled(axis(0, 1)), enrolled(axis(1, 3))]))).toBeCloseTo(2, 5);
  });

  test('lie nearer to the better photo, and a worthless one still counts', () => {
    const person = personFeatures([enrolled(axis(0), 100), enrolled(axis(1), 0)]);
    expect(compare(person, axis(0))).toBeGreaterThan(compare(person, axis(1)));
    expect(person[1]! / person[0]!).toBeCloseTo(0.5, 6);
    const unjudged = personFeatures([enrolled(axis(0), null), enrolled(axis(1), 50)]);
    expect(unjudged[0]).toBeCloseTo(unjudged[1]!, 6);
  });

  test('give refreshed templates a third of all weight at most, however many and however good they are', () => {
    const many = [axis(1), axis(1), axis(1), axis(1)].map((features) => refreshed(features, 100));
    const person = personFeatures([enrolled(axis(0), 0), ...many]);
    expect(person[1]! / person[0]!).toBeCloseTo(refreshedShare / (1 - refreshedShare), 5);
    const one = personFeatures([enrolled(axis(0), 100), enrolled(axis(0), 100), refreshed(axis(1), 0)]);
    expect(one[1]! / one[0]!).toBeCloseTo(0.5 / 2, 5);
  });

  test('need an enrolled template', () => {
    expect(() => personFeatures([])).toThrow(RangeError);
    expect(() => personFeatures([refreshed(axis(0))])).toThrow(RangeError);
  });
});
