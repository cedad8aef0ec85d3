/**
 * What a face scores against its nearest strangers, and a score with that taken off: one threshold then holds for people
 * whom the net finds much alike and for those it does not. It finds no strangers itself and decides nothing.
 */
import type { ModelPrior } from './model-prior.js';

/**
 * How many of the nearest strangers are averaged. Measured on the 3,072 photos of LFW's folds 1 to 4, one photo of each
 * person as the cohort (docs/accuracy.md): 4 to 16 differ by less than their intervals, 30 and more are worse.
 */
export const cohortSize = 6;

/**
 * m(x) = mean of the K highest scores s(x, c) over templates c of people other than x's own, K = cohortSize. The mean over
 * nearest neighbours is r_T of Conneau et al., Word translation without parallel data, ICLR 2018, section 2.3 (CSLS); the
 * adaptive cohort is Sturim and Reynolds', Speaker adaptive cohort selection for Tnorm, ICASSP 2005.
 * @param nearest scores against strangers in falling order, at least one; those after the first cohortSize do not count.
 * @throws RangeError where there is none.
 */
export function strangersMean(nearest: readonly number[]): number {
  const counted = Math.min(cohortSize, nearest.length);
  if (counted === 0) throw new RangeError('without a stranger there is no mean');
  let sum = 0;
  for (let k = 0; k < counted; k++) sum += nearest[k]!;
  return sum / counted;
}

/**
 * s'(p, r) = s(p, r) - ½ (m(p) + m(r)), with m as in strangersMean: symmetric score normalisation without the division by a
 * deviation, half of CSLS. About 0 where both are as alike as each is to its nearest strangers; higher is more alike.
 *
 * Whose templates are in m makes a difference. Where both people are enrolled, each is in the other's cohort, so a very
 * alike pair of strangers raises its own means and is held back a little more. Somebody who is not enrolled is in nobody's
 * cohort; the pair's own people have to be left out of each other's mean to see what such a stranger meets.
 */
export function normalisedScore(
  score: number,
  probeStrangersMean: number,
  referenceStrangersMean: number,
): number {
  return score - (probeStrangersMean + referenceStrangersMean) / 2;
}

/** From this many strangers on, the gallery alone says what a face scores against strangers. */
export const trustedStrangers = 100;

/**
 * The strangers' mean for use in a gallery of any size: the gallery's own mean where it is large, and in a small one, where
 * the nearest of few strangers are far, no lower than is typical of the model. Every newcomer moves it by little, so that no
 * verdict hangs on one; and always to the safe side, since a higher mean makes a score lower.
 * @param nearest scores against strangers in falling order; may be empty
 * @param strangerCount how many strangers were searched
 */
export function settledStrangersMean(
  nearest: readonly number[],
  strangerCount: number,
  { typicalStrangersMean }: Pick<ModelPrior, 'typicalStrangersMean'>,
): number {
  // Strangers who are not there yet count as typical ones, so that one who is near weighs no more than in a large gallery.
  const missing = Math.max(0, cohortSize - nearest.length);
  const own = strangersMean([...nearest, ...Array<number>(missing).fill(typicalStrangersMean)]);
  const trust = Math.min(1, strangerCount / trustedStrangers);
  return trust * own + (1 - trust) * Math.max(own, typicalStrangersMean);
}
