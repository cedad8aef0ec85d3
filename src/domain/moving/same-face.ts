/**
 * From which raw score on photos are taken for photos of one person while people are moved in, by what was measured of the
 * model that is at work. It only reports; it refuses nobody.
 */
import { type ModelPrior, priorScoreAt } from '../model-prior.js';

/** At this rate photos of different people are alike. */
const alikeFmr = 1e-3;

/** So many pairs of an import may be reported by chance, if its people are like those the model was measured on. */
const pairsByChance = 1;

/** Photos under one id that score above it look alike. */
export function alikeScore(prior: ModelPrior): number {
  return priorScoreAt(prior, alikeFmr);
}

/**
 * Photos under two ids that score above it are reported as one face. The more people there are, the more pairs can be alike
 * by chance, so the more alike they have to be, down to where the model has been measured.
 */
export function sameFaceScore(prior: ModelPrior, people: number): number {
  const pairs = Math.max(1, (people * (people - 1)) / 2);
  const rate = Math.min(alikeFmr, pairsByChance / pairs);
  return Math.min(prior.sameFaceScore, priorScoreAt(prior, rate));
}
