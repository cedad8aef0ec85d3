/** How patient delivery is: when it tries again, when it goes on with the next event, and when it gives up. */

export interface DeliveryRules {
  /** The pause after a first failure; each further one is three times as long. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
  /** How long an event is tried, from when it happened. */
  readonly patienceMs: number;
  /** After so many attempts an event is put aside, so that one that a receiver cannot take does not hold up the others. */
  readonly attemptsInLine: number;
  /** So many events at most are put aside of one webhook; beyond it the line waits. */
  readonly mostAside: number;
  /** After so long without any success a webhook is disabled. */
  readonly disableAfterMs: number;
  /** For one attempt, from the look-up of the address to the answer. */
  readonly timeoutMs: number;
  /** How often other processes' events and changes are looked for. */
  readonly lookEveryMs: number;
}

export const defaultRules: Omit<DeliveryRules, 'disableAfterMs'> = {
  firstPauseMs: 5000,
  longestPauseMs: 3_600_000,
  patienceMs: 24 * 3_600_000,
  attemptsInLine: 5,
  mostAside: 20,
  timeoutMs: 10_000,
  lookEveryMs: 2000,
};

/**
 * How long to wait after so many failures in a row. A quarter more or less by chance, so that many webhooks of one receiver do
 * not come back at once.
 * @param chance 0 to 1
 */
export function pauseMs(
  failures: number,
  { firstPauseMs, longestPauseMs }: DeliveryRules,
  chance = Math.random(),
): number {
  const longer = firstPauseMs * 3 ** Math.min(failures - 1, 40);
  return Math.round(Math.min(longestPauseMs, longer) * (0.75 + chance / 2));
}
