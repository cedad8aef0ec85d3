import { expect, test } from 'vitest';
import { dlibPrior, type ModelPrior } from '../model-prior.js';
import { alikeScore, sameFaceScore } from './same-face.js';

/** A model whose scores lie elsewhere, and who has been measured less far. */
const otherPrior: ModelPrior = {
  typicalStrangersMean: -1.5,
  scoreAtFmr: [
    [1e-2, -1.3],
    [1e-4, -1.1],
  ],
  sameFaceScore: -0.9,
};

test.each([dlibPrior, otherPrior])(
  'two ids have to be more alike the more people there are, up to what was measured: %#',
  (prior) => {
    expect(sameFaceScore(prior, 1)).toBe(alikeScore(prior));
    expect(sameFaceScore(prior, 40)).toBe(alikeScore(prior));
    expect(sameFaceScore(prior, 200)).toBeGreaterThan(alikeScore(prior));
    expect(sameFaceScore(prior, 1000)).toBeGreaterThan(sameFaceScore(prior, 200));
    expect(sameFaceScore(prior, 1_000_000)).toBe(prior.sameFaceScore);
  },
);

test('each model is asked by its own scores: at a false match rate of 1 in 1,000', () => {
  expect(alikeScore(dlibPrior)).toBe(-0.3675);
  expect(alikeScore(otherPrior)).toBeCloseTo(-1.2, 10);
});
