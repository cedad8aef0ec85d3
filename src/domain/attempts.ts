/**
 * What failed attempts with one id from one origin lead to: a pause after some in a row, a lock after many. Pure rules; where
 * the count is kept and who lifts a lock is not known here.
 */

import { clockToleranceMs } from './clock.js';

export interface AttemptRules {
  /** A pause follows after every so many failures in a row; 0 for never. */
  readonly beforePause: number;
  /** A lock follows after so many failures in a row; 0 for never. */
  readonly beforeLock: number;
  readonly pauseMs: number;
}

/** A streak of failures; it ends with a success, or when nothing was tried for streakMs. Times in ms since 1970. */
export interface AttemptStreak {
  readonly failures: number;
  readonly lastAtMs: number;
  readonly pausedUntilMs: number | null;
  readonly lockedAtMs: number | null;
}

export type AttemptVerdict =
  | { readonly state: 'free' }
  | { readonly state: 'paused'; readonly leftMs: number }
  | { readonly state: 'locked' };

/** A streak that is not locked is forgotten after this time without a further failure. */
export const streakMs = 24 * 3_600_000;

/** Whether an attempt is let through now. A pause ends where the clock was set back; a lock knows no time. */
export function attemptVerdict(streak: AttemptStreak | null, nowMs: number): AttemptVerdict {
  if (streak === null) return { state: 'free' };
  if (streak.lockedAtMs !== null) return { state: 'locked' };
  if (streak.lastAtMs > nowMs + clockToleranceMs) return { state: 'free' };
  const leftMs = (streak.pausedUntilMs ?? 0) - nowMs;
  return leftMs > 0 ? { state: 'paused', leftMs } : { state: 'free' };
}

/** The streak after one more failure. Times are whole seconds, and a pause is never shorter than the rules say. */
export function afterFailure(
  streak: AttemptStreak | null,
  { beforePause, beforeLock, pauseMs }: AttemptRules,
  nowMs: number,
): AttemptStreak {
  const isOver = streak !== null && nowMs - streak.lastAtMs > streakMs;
  const failures = (isOver ? 0 : (streak?.failures ?? 0)) + 1;
  const isPaused = beforePause > 0 && failures % beforePause === 0;
  const isLocked = beforeLock > 0 && failures >= beforeLock;
  return {
    failures,
    lastAtMs: Math.floor(nowMs / 1000) * 1000,
    pausedUntilMs: isPaused ? Math.ceil((nowMs + pauseMs) / 1000) * 1000 : null,
    lockedAtMs: isLocked ? Math.floor(nowMs / 1000) * 1000 : null,
  };
}
