import { expect, test } from 'vitest';
import { countOf, emptyTally, eventCounts, quantileOf, sumOfTallies, tallyOf } from './tally.js';

test('a quantile of counted values is that of the values one by one', () => {
  const counts = { 30: 1, 100: 2, 20: 7 };
  const sorted = [20, 20, 20, 20, 20, 20, 20, 30, 100, 100];
  expect(countOf(counts)).toBe(10);
  for (const share of [0, 0.1, 0.7, 0.71, 0.8, 0.9, 0.91, 1])
    expect(quantileOf(counts, share)).toBe(sorted[Math.max(1, Math.ceil(share * 10)) - 1]);
  expect(quantileOf({}, 0.5)).toBeNull();
});

test('tallies add up, in any order, and tell events apart again', () => {
  const at = (second: number) => `2026-01-01T00:00:0${second}.000Z`;
  const match = { kind: 'verification.decided', outcome: 'match' };
  const measures = { durationMs: 1234, quality: 70.5, sharpness: 3, brightness: 255, estimatedFmr: 0.5 };
  const all = [
    tallyOf({ at: at(2), ...match, measures }),
    tallyOf({ at: at(3), ...match, measures: { ...measures, durationMs: 1249, estimatedFmr: 0.25 } }),
    tallyOf({ at: at(1), kind: 'photo.refused', reason: 'photo_blurred', measures: {} }),
    tallyOf({ ...{ at: at(1), kind: 'verification.decided', outcome: 'nonMatch', reason: 'r' }, measures }),
  ];
  const sum = sumOfTallies(all);
  expect(sum).toEqual(sumOfTallies([emptyTally, ...all.toReversed()]));
  expect(sum).toMatchObject({ lastAt: at(3), durationMs: { 1200: 3 }, quality: { 71: 3 } });
  // What somebody scored who was refused says nothing of how sure matches are.
  expect(sum.fmr).toEqual({ sum: 0.75, count: 2 });
  expect(eventCounts(sum)).toEqual([
    { ...match, reason: null, count: 2 },
    { kind: 'photo.refused', outcome: null, reason: 'photo_blurred', count: 1 },
    { kind: 'verification.decided', outcome: 'nonMatch', reason: 'r', count: 1 },
  ]);
});
