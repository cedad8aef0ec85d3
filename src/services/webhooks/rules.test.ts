import { expect, test } from 'vitest';
import { defaultRules, pauseMs } from './rules.js';

const rules = { ...defaultRules, disableAfterMs: 1 };
const pauses = (chance: number): number[] =>
  [1, 2, 3, 4, 5, 6, 7, 8, 1000].map((failures) => pauseMs(failures, rules, chance));

test('pauses are three times as long each time, up to an hour', () => {
  expect(pauses(0.5).map((ms) => ms / 1000)).toEqual([5, 15, 45, 135, 405, 1215, 3600, 3600, 3600]);
});

test('they are a quarter shorter or longer by chance', () => {
  expect(pauses(0)[0]).toBe(3750);
  expect(pauses(1)[0]).toBe(6250);
  expect(pauses(1).at(-1)).toBe(4_500_000);
});
