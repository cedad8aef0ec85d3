/**
 * What is known of a model's scores before the first person is enrolled: measured once on public photos, and used only until
 * the gallery is large enough to speak for itself.
 */

export interface ModelPrior {
  /** Mean score of a face against its cohortSize nearest strangers in a population of some hundred people. */
  readonly typicalStrangersMean: number;
  /** Raw scores at false match rates, the highest rate first; between them the logarithm of the rate is linear in the score. */
  readonly scoreAtFmr: readonly (readonly [fmr: number, score: number])[];
  /** Raw score above which two photos of different ids are taken for one person, or for twins. */
  readonly sameFaceScore: number;
}

/**
 * dlib's net with two mirrored chips, features of unit length. Measured over all 4,713,369 pairs of different people among
 * the 3,072 photos of folds 1 to 4 of LFW's View 2; the strangers' mean is that of 500 of its people (docs/accuracy.md). At
 * the last score 5 pairs of those 4.7 million lie above.
 */
export const dlibPrior: ModelPrior = {
  typicalStrangersMean: -0.404,
  scoreAtFmr: [
    [1e-1, -0.4739],
    [1e-2, -0.4122],
    [1e-3, -0.3675],
    [1e-4, -0.3297],
    [1e-5, -0.295],
    [1e-6, -0.2671],
  ],
  sameFaceScore: -0.2671,
};

/** The raw score at a false match rate, 0 < fmr < 1; beyond the ends of the table its last slope goes on. */
export function priorScoreAt({ scoreAtFmr }: ModelPrior, fmr: number): number {
  const beyond = scoreAtFmr.findIndex(([known]) => known < fmr);
  const at = Math.min(scoreAtFmr.length - 1, Math.max(1, beyond === -1 ? scoreAtFmr.length - 1 : beyond));
  const [[fmrA, scoreA], [fmrB, scoreB]] = [scoreAtFmr[at - 1]!, scoreAtFmr[at]!];
  const share = Math.log(fmr / fmrA) / Math.log(fmrB / fmrA);
  return scoreA + share * (scoreB - scoreA);
}
