/** Where the line between the same person and another is drawn. */

/**
 * A comparison has to score above this to count as the same person (score = -distance; a tie does not pass).
 * Measured: the score at a false match rate of 1 in 1,000 over all 4,713,369 pairs of different people among the 3,072
 * photos of folds 1 to 4 of LFW's View 2 (docs/accuracy.md). Other populations have other rates at this score.
 */
export const matchThreshold = -0.5197;
