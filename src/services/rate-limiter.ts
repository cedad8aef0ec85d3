/**
 * Counts requests by sender with the generic cell rate algorithm (ITU-T I.371, annex A): one number for each sender, the time
 * at which everything that they sent would have been due at the even rate. Its memory has a bound, whoever sends.
 */

export interface RateVerdict {
  /** Requests a window. */
  readonly limit: number;
  /** How many more would be let through at once. */
  readonly left: number;
  /** Until all of the limit is there again, in whole seconds. */
  readonly resetS: number;
  /** In whole seconds; null where this request is let through. */
  readonly retryAfterS: number | null;
}

export interface RateLimiter {
  /** @param limit requests a window, which may come all at once; at least 1 */
  take(sender: string, limit: number): RateVerdict;
  /** What `take` would say, without a request. */
  look(sender: string, limit: number): RateVerdict;
  /** How many senders are held in memory. */
  readonly size: number;
}

export const windowS = 60;
const windowMs = windowS * 1000;

/** Some 10 MB. Whoever comes beyond takes the place of who has been silent longest. */
const maxSenders = 50_000;

/** @param now milliseconds of a clock that never goes back */
export function createRateLimiter(now: () => number = () => performance.now()): RateLimiter {
  /** Until when a sender has used up the even rate; in the order of their last requests. */
  const dueUntilMs = new Map<string, number>();

  const put = (sender: string, dueMs: number): void => {
    dueUntilMs.delete(sender);
    dueUntilMs.set(sender, dueMs);
    if (dueUntilMs.size <= maxSenders) return;
    const [longestSilent] = dueUntilMs.keys();
    dueUntilMs.delete(longestSilent!);
  };

  const judge = (sender: string, limit: number, nowMs: number) => {
    const stepMs = windowMs / limit;
    const dueMs = Math.max(dueUntilMs.get(sender) ?? 0, nowMs);
    const aheadMs = dueMs + stepMs - nowMs;
    // Sums of fractions of a millisecond can be a hair more than the window that they make up.
    const isWithin = aheadMs <= windowMs + 1e-6;
    const usedMs = isWithin ? aheadMs : dueMs - nowMs;
    const verdict: RateVerdict = {
      limit,
      left: Math.max(0, Math.floor((windowMs - usedMs) / stepMs + 1e-6)),
      resetS: Math.ceil(usedMs / 1000),
      retryAfterS: isWithin ? null : Math.max(1, Math.ceil((aheadMs - windowMs) / 1000)),
    };
    return { verdict, usedMs };
  };

  return {
    take: (sender, limit) => {
      const nowMs = now();
      const { verdict, usedMs } = judge(sender, limit, nowMs);
      put(sender, nowMs + usedMs);
      return verdict;
    },
    look: (sender, limit) => judge(sender, limit, now()).verdict,
    get size() {
      return dueUntilMs.size;
    },
  };
}
