import { expect, test } from 'vitest';
import { afterFailure, attemptVerdict, type AttemptStreak } from './attempts.js';
import { clockToleranceMs } from './clock.js';

const rules = { beforePause: 2, beforeLock: 4, pauseMs: 30_000 };
const startMs = Date.parse('2026-03-01T10:00:00Z');
const failures = (count: number): AttemptStreak => {
  let streak: AttemptStreak | null = null;
  for (let at = 0; at < count; at++) streak = afterFailure(streak, rules, startMs);
  return streak!;
};

test('a pause lasts as long as it says', () => {
  expect(attemptVerdict(failures(2), startMs)).toEqual({ state: 'paused', leftMs: 30_000 });
  expect(attemptVerdict(failures(2), startMs + 30_000)).toEqual({ state: 'free' });
});

test('a pause that was begun before the clock was set back ends, and the failures still count', () => {
  const dayBefore = startMs - 86_400_000;
  expect(attemptVerdict(failures(2), dayBefore)).toEqual({ state: 'free' });
  const next = afterFailure(afterFailure(failures(2), rules, dayBefore), rules, dayBefore);
  expect(next.failures).toBe(4);
  expect(attemptVerdict(next, dayBefore)).toEqual({ state: 'locked' });
});

test('a pause outlasts a clock that is only a little behind, as that of another machine can be', () => {
  expect(attemptVerdict(failures(2), startMs - clockToleranceMs)).toMatchObject({ state: 'paused' });
});

test('a lock holds whatever the clock says', () => {
  for (const atMs of [0, startMs, startMs + 10 * 365 * 86_400_000])
    expect(attemptVerdict(failures(4), atMs)).toEqual({ state: 'locked' });
});
