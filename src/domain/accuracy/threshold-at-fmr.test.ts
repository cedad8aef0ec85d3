import { expect, test } from 'vitest';
import { listedNonMatedScores } from './non-mated-scores.js';
import { allowedMatches, nextUp, thresholdsAtFmr } from './threshold-at-fmr.js';

function thresholds(scores: readonly number[], fmrs: readonly number[]): number[] | null {
  const tail = listedNonMatedScores(scores.map((score) => ({ score, personA: 0, personB: 1 }))).tail(1000);
  return thresholdsAtFmr({ tail, weights: new Int32Array([1, 1]), totalWeight: scores.length }, fmrs);
}

const tenScores = [-0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.3, -0.2, -0.15, -0.1];

test('lets through exactly the share that is allowed, and no more', () => {
  const [at10, at25] = thresholds(tenScores, [0.1, 0.25])!;
  expect(tenScores.filter((score) => score >= at10!)).toEqual([-0.1]);
  expect(tenScores.filter((score) => score >= at25!)).toEqual([-0.15, -0.1]);
});

test('the threshold is the smallest number that does: the next score down is the next number down', () => {
  expect(thresholds(tenScores, [0.1])).toEqual([nextUp(-0.15)]);
});

test('scores that tie with the first one too many are all rejected', () => {
  const scores = [-0.9, -0.8, -0.7, -0.6, -0.5, -0.4, -0.2, -0.2, -0.2, -0.1];
  expect(thresholds(scores, [0.2])).toEqual([nextUp(-0.2)]);
});

test('lets nobody through where the smallest possible share is too much', () => {
  expect(thresholds(tenScores, [0.05])).toEqual([nextUp(-0.1)]);
});

test('asks for a longer tail where this one ends too early', () => {
  const tail = listedNonMatedScores([{ score: -1, personA: 0, personB: 1 }]).tail(1);
  const weights = new Int32Array([1, 1]);
  expect(thresholdsAtFmr({ tail, weights, totalWeight: 100 }, [0.5])).toBeNull();
});

test('counts allowed matches without losing one to binary fractions', () => {
  for (const total of [10, 1000, 29_000, 30_000, 70_000, 4_713_984]) {
    for (const fmr of [0.1, 1e-2, 1e-3, 1e-4]) {
      const allowed = allowedMatches(fmr, total);
      expect(allowed / total).toBeLessThanOrEqual(fmr);
      expect((allowed + 1) / total).toBeGreaterThan(fmr);
    }
  }
  expect(allowedMatches(1e-4, 30_000)).toBe(3);
});

test('steps to the neighbouring double on both sides of zero', () => {
  expect(nextUp(1)).toBe(1 + Number.EPSILON);
  expect(nextUp(-1)).toBe(-1 + Number.EPSILON / 2);
  expect(nextUp(0)).toBe(Number.MIN_VALUE);
  expect(nextUp(-0)).toBe(Number.MIN_VALUE);
});
