/**
 * The threshold at which a given share of strangers would pass: the one piece of arithmetic where a rounding in the wrong
 * direction lets people in, so it stands alone. A pair matches where its score is at or above the threshold.
 */
import type { ScoreTail } from './score-tail.js';

/**
 * How many of `total` non-mated pairs may match at most, so that their share does not exceed `fmr`.
 * The quotient is compared rather than the product floored, because 0.0001 * 30000 is not 3 in binary.
 */
export function allowedMatches(fmr: number, total: number): number {
  let allowed = Math.floor(fmr * total);
  if ((allowed + 1) / total <= fmr) allowed++;
  while (allowed > 0 && allowed / total > fmr) allowed--;
  return allowed;
}

/** A tail, what each person in it weighs, and the weight of all non-mated pairs, those beneath the tail included. */
export interface WeightedTail {
  readonly tail: ScoreTail;
  readonly weights: Int32Array;
  readonly totalWeight: number;
}

/**
 * For each FMR, the smallest number t for which the weighted share of non-mated scores >= t is at most that FMR.
 * Scores that tie with the first one too many are rejected with it.
 * @param fmrs rising, each between 0 and 1 exclusive.
 * @returns null where the tail ends before the largest FMR is reached: ask again with a longer one.
 */
export function thresholdsAtFmr(
  { tail, weights, totalWeight }: WeightedTail,
  fmrs: readonly number[],
): number[] | null {
  const { scores, personsA, personsB } = tail;
  const thresholds: number[] = [];
  let allowed = allowedMatches(fmrs[0]!, totalWeight);
  let matches = 0;
  for (let k = 0; k < scores.length; k++) {
    matches += weights[personsA[k]!]! * weights[personsB[k]!]!;
    while (matches > allowed) {
      thresholds.push(nextUp(scores[k]!));
      if (thresholds.length === fmrs.length) return thresholds;
      allowed = allowedMatches(fmrs[thresholds.length]!, totalWeight);
    }
  }
  return null;
}

/** The smallest double above a finite one. */
export function nextUp(value: number): number {
  if (value === 0) return Number.MIN_VALUE;
  const bits = new BigInt64Array(new Float64Array([value]).buffer);
  bits[0]! += value > 0 ? 1n : -1n;
  return new Float64Array(bits.buffer)[0]!;
}
