import { describe, expect, test } from 'vitest';
import { cohortSize, strangersMean } from '../cohort.js';
import { compare, featureLength, toFeatures } from '../features.js';
import { nearestStrangers } from './nearest-strangers.js';
import type { PersonFeatures } from './non-mated-scores.js';
import { seededRandom } from './person-bootstrap.js';

const random = seededRandom(11);
const pictures: PersonFeatures[] = Array.from({ length: 60 }, (_, at) => ({
  person: at % 20,
  features: toFeatures(new Float32Array(featureLength).map(() => random() / 10)),
}));
const cohort = pictures.slice(0, 20);

/** The definition taken literally: all scores against others, sorted, the first few averaged. */
function literalMean(picture: PersonFeatures, without: number): number {
  const scores = cohort
    .filter(({ person }) => person !== picture.person && person !== without)
    .map(({ features }) => compare(picture.features, features))
    .sort((a, b) => b - a);
  return strangersMean(scores);
}

describe('strangers of a picture', () => {
  test('are never of its own person, and their mean is that of the definition taken literally', () => {
    const strangers = nearestStrangers(pictures, cohort);
    pictures.forEach((picture, at) => {
      expect(strangers.mean(at)).toBeCloseTo(literalMean(picture, picture.person), 12);
    });
  });

  test('can do without any one person, near or far', () => {
    const strangers = nearestStrangers(pictures, cohort);
    pictures.forEach((picture, at) => {
      for (let person = 0; person < 20; person++) {
        expect(strangers.meanWithout(at, person)).toBeCloseTo(literalMean(picture, person), 12);
      }
    });
  });

  test('are as many as there are where that is fewer than count', () => {
    const few = cohort.slice(0, 3);
    const mean = nearestStrangers(pictures, few).meanWithout(0, 1);
    expect(mean).toBeCloseTo(compare(pictures[0]!.features, few[2]!.features), 12);
    expect(few.length).toBeLessThan(cohortSize);
    expect(() => nearestStrangers(pictures, cohort.slice(0, 2))).toThrow(RangeError);
  });
});
