/** From which raw score on photos are taken for photos of one person while people are moved in. It only reports; it refuses nobody. */
import { dlibPrior, priorScoreAt } from '../model-prior.js';

/** Photos under one id that score above it look alike: at this rate photos of different people do. */
export const alikeScore = priorScoreAt(dlibPrior, 1e-3);

/** So many pairs of an import may be reported by chance, if its people are like those the model was measured on. */
const pairsByChance = 1;

/**
 * Photos under two ids that score above it are reported as one face. The more people there are, the more pairs can be alike
 * by chance, so the more alike they have to be, down to where the model has been measured.
 */
export function sameFaceScore(people: number): number {
  const pairs = Math.max(1, (people * (people - 1)) / 2);
  const rate = Math.min(1e-3, pairsByChance / pairs);
  return Math.min(dlibPrior.sameFaceScore, priorScoreAt(dlibPrior, rate));
}
