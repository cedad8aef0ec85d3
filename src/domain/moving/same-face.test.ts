import { expect, test } from 'vitest';
import { dlibPrior } from '../model-prior.js';
import { alikeScore, sameFaceScore } from './same-face.js';

test('two ids have to be more alike the more people there are, up to what was measured', () => {
  expect(sameFaceScore(1)).toBe(alikeScore);
  expect(sameFaceScore(40)).toBe(alikeScore);
  expect(sameFaceScore(200)).toBeGreaterThan(alikeScore);
  expect(sameFaceScore(1000)).toBeGreaterThan(sameFaceScore(200));
  expect(sameFaceScore(1_000_000)).toBe(dlibPrior.sameFaceScore);
});
