import { expect, test } from 'vitest';
import { cohortSize, normalisedScore, strangersMean } from './cohort.js';

test('the mean is over the nearest strangers, and over no others', () => {
  const nearest = Array.from({ length: cohortSize }, (_, k) => -0.1 * (k + 1));
  expect(strangersMean([...nearest, -100])).toBeCloseTo(-0.35, 12);
});

test('fewer strangers than counted are averaged as they are; none are an error, not a mean of zero', () => {
  expect(strangersMean([-0.2, -0.4])).toBeCloseTo(-0.3, 12);
  expect(() => strangersMean([])).toThrow(RangeError);
});

test('half of what each of both scores against strangers is taken off', () => {
  // -0.5 - (-0.7 + -0.9) / 2
  expect(normalisedScore(-0.5, -0.7, -0.9)).toBeCloseTo(0.3, 12);
  expect(normalisedScore(-0.5, -0.9, -0.7)).toBe(normalisedScore(-0.5, -0.7, -0.9));
});
