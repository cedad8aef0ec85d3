import { expect, test } from 'vitest';
import { detCurve, ScoreCounts } from './score-counts.js';

test('the curve goes through both errors at every score', () => {
  const mated = ScoreCounts.of([-0.1, -0.3, -0.5]);
  const nonMated = ScoreCounts.of([-0.4, -0.6, -0.7, -0.8]);
  const points = detCurve(mated, nonMated).map(({ fmr, fnmr }) => [fmr, Number(fnmr.toFixed(6))]);
  expect(points).toEqual([
    [0, 0.666667],
    [0, 0.333333],
    [0.25, 0.333333],
    [0.25, 0],
    [0.5, 0],
    [0.75, 0],
    [1, 0],
  ]);
});

test('counts scores in falling order, bin by bin', () => {
  const counts = ScoreCounts.of([-0.5, -0.5, 0.25]);
  expect(counts.count).toBe(3);
  expect(counts.falling()).toEqual([
    { from: 0.25, count: 1 },
    { from: -0.5, count: 2 },
  ]);
});
