/**
 * What refreshed templates do to a person's own score: they help the person, by little, and nobody else. A reference made of
 * several templates is nearer to everybody; here that is taken off again, so that strangers pass as rarely as before.
 */
import { trustedStrangers } from '../cohort.js';

/** What refreshed templates may add at most to what the enrolled photos alone would score. */
export const mostRefreshGain = 0.03;

/** The own score where it is not too far above that against the enrolled photos alone. Both raw. */
export function cappedScore(refreshed: number, enrolled: number): number {
  return Math.min(refreshed, enrolled + mostRefreshGain);
}

export interface StrangersOfReferences {
  /** Raw scores of the same strangers, against the refreshed reference and against that of the enrolled photos. */
  readonly ofRefreshed: readonly number[];
  readonly ofEnrolled: readonly number[];
  /** In the gallery. */
  readonly people: number;
}

/**
 * How much nearer to its strangers the refreshed reference is, less what normalising scores takes off already: half of it,
 * and in a small gallery less (cohort.ts). At least 0; 0 where there are no strangers.
 */
export function refreshHandicap({ ofRefreshed, ofEnrolled, people }: StrangersOfReferences): number {
  if (ofRefreshed.length === 0) return 0;
  const nearer = meanOf(ofRefreshed) - meanOf(ofEnrolled);
  const trust = Math.min(1, (people - 1) / trustedStrangers);
  return Math.max(0, nearer * (1 - trust / 2));
}

function meanOf(scores: readonly number[]): number {
  return scores.reduce((sum, score) => sum + score, 0) / scores.length;
}
