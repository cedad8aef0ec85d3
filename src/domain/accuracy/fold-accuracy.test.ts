import { expect, test } from 'vitest';
import { foldAccuracy, type FoldedScore, foldsByOrder } from './fold-accuracy.js';

function fold(label: string, mated: readonly number[], nonMated: readonly number[]): FoldedScore[] {
  return [
    ...mated.map((score) => ({ score, same: true, fold: label })),
    ...nonMated.map((score) => ({ score, same: false, fold: label })),
  ];
}

test('judges each fold at the threshold that the others give', () => {
  const result = foldAccuracy([
    ...fold('1', [-0.3, -0.4], [-0.8, -0.9]),
    ...fold('2', [-0.5, -0.7], [-0.55, -1]),
  ])!;
  // Fold 1's own best cut is -0.6: in fold 2 it misses -0.7 and lets -0.55 in. Fold 2's is the strictest of equals, between
  // -0.5 and -0.55, and judges all of fold 1 right.
  expect(result.folds).toEqual([
    { fold: '1', pairs: 4, threshold: (-0.5 + -0.55) / 2, accuracy: 1 },
    { fold: '2', pairs: 4, threshold: (-0.4 + -0.8) / 2, accuracy: 0.5 },
  ]);
  expect(result.accuracy).toBe(0.75);
  // Two values 0.25 off their mean: sqrt(2 * 0.0625 / 1) / sqrt(2).
  expect(result.standardError).toBeCloseTo(0.25, 12);
});

test('never learns a threshold between two equal scores', () => {
  const mixed = fold('2', [-0.5, -0.5], [-0.5]);
  const result = foldAccuracy([...fold('1', [-0.5], [-0.6]), ...mixed])!;
  expect(result.folds[0]).toMatchObject({ threshold: -0.5, accuracy: 1 });
});

test('has no answer where all pairs are in one fold', () => {
  expect(foldAccuracy(fold('1', [-0.1], [-0.9]))).toBeNull();
});

test('folds by order hold equal shares of mated and non-mated pairs', () => {
  const same = Array.from({ length: 60 }, (_, at) => at < 20);
  const folds = foldsByOrder(same, 10);
  for (let label = 1; label <= 10; label++) {
    const members = same.filter((_, at) => folds[at] === String(label));
    expect(members.filter(Boolean)).toHaveLength(2);
    expect(members).toHaveLength(6);
  }
  expect(folds.slice(0, 4)).toEqual(['1', '1', '2', '2']);
});
