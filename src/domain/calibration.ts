/**
 * From the scores of people who are not the same to the score that keeps a promised false match rate. Where the scores reach
 * down to the rate they are read; a little below, a fitted tail goes on; where neither can tell, the model's own figure
 * stands in, and the answer says so.
 */
import { drawPeople, quantile, seededRandom } from './accuracy/person-bootstrap.js';
import type { ScoreTail } from './accuracy/score-tail.js';
import { type ModelPrior, priorScoreAt } from './model-prior.js';

/** The highest normalised scores of comparisons between different people, and of how many comparisons they are the highest. */
export interface NonMatedTail {
  readonly tail: ScoreTail;
  readonly comparisons: number;
}

/** That of a gallery, with what is taken off its people's scores on average (cohort.ts#settledStrangersMean). */
export interface GalleryScores extends NonMatedTail {
  readonly meanStrangersMean: number;
}

/** Where the rate corresponds to fewer scores than this, it is read off a fitted tail instead. */
const leastReadScores = 30;
/** The tail that is fitted holds this many times as many scores as the rate corresponds to, within bounds. */
const fittedShare = { timesTheRate: 20, leastScores: 50, ofAll: 0.1 };
/** With fewer expected scores above the threshold than this, the gallery cannot speak for the rate alone. */
const leastExpectedScores = 5;
/** Shapes of tails beyond these mean that the fit has followed a stray score. */
const shapeBounds = { least: -0.5, most: 0.3 };

/** The score above which a share `rate` of the comparisons lies, read or extrapolated. */
export function scoreAtRate({ tail, comparisons }: NonMatedTail, rate: number): number {
  const expected = rate * comparisons;
  const { scores } = tail;
  if (expected >= leastReadScores && expected < scores.length) return scores[Math.floor(expected)]!;
  const { start, scale, shape, share } = fitTail({ tail, comparisons }, rate);
  const ratio = share / rate;
  return Math.abs(shape) < 1e-6
    ? start + scale * Math.log(ratio)
    : start + (scale / shape) * (ratio ** shape - 1);
}

/** The share of comparisons that score above `score`: counted in the data, beyond it by the fitted tail. */
export function rateAtScore(data: NonMatedTail, score: number): number {
  const above = countAbove(data.tail.scores, score);
  if (above >= leastReadScores && above < data.tail.scores.length) return above / data.comparisons;
  const { start, scale, shape, share } = fitTail(data, Math.max(above, 1) / data.comparisons);
  if (score <= start) return above / data.comparisons;
  const reached =
    Math.abs(shape) < 1e-6
      ? Math.exp(-(score - start) / scale)
      : (1 + (shape * (score - start)) / scale) ** (-1 / shape);
  // A negative shape has an end, beyond which the formula is no number: nothing lies there.
  return Number.isNaN(reached) ? 0 : share * reached;
}

/**
 * A generalised Pareto distribution over the scores above a start, fitted by moments (Hosking and Wallis, Parameter and
 * quantile estimation for the generalized Pareto distribution, Technometrics 1987; peaks over threshold as in ISO/IEC 5152).
 */
function fitTail({ tail, comparisons }: NonMatedTail, rate: number) {
  const { timesTheRate, leastScores, ofAll } = fittedShare;
  const wanted = Math.min(Math.max(timesTheRate * rate * comparisons, leastScores), ofAll * comparisons);
  const count = Math.max(2, Math.min(Math.floor(wanted), tail.scores.length - 1));
  const start = tail.scores[count]!;
  const excesses = tail.scores.slice(0, count).map((score) => score - start);
  const mean = excesses.reduce((sum, excess) => sum + excess, 0) / count;
  const variance = excesses.reduce((sum, excess) => sum + (excess - mean) ** 2, 0) / count;
  // Scores that are all equal have no tail: one photo under many ids makes such a gallery.
  const fitted = variance === 0 ? 0 : (1 - (mean * mean) / variance) / 2;
  const shape = Math.min(shapeBounds.most, Math.max(shapeBounds.least, fitted));
  return { start, scale: mean * (1 - shape), shape, share: count / comparisons };
}

export type ThresholdBasis = 'gallery' | 'gallery and model' | 'model';

export interface OperatingPoint {
  readonly targetFmr: number;
  /** A normalised score has to be above this to count as the same person. */
  readonly threshold: number;
  /** Between this and the threshold the verdict is uncertain: it passes at ten times the target rate. */
  readonly uncertainFrom: number;
  readonly basis: ThresholdBasis;
}

/** How many people, one photo each, the gallery needs for its own scores alone to carry the target. */
export function peopleNeeded(targetFmr: number): number {
  return Math.ceil(Math.sqrt((2 * leastExpectedScores) / targetFmr));
}

/**
 * Where to draw the line. The gallery's own figure comes in by degrees, so that the line moves by little with each person:
 * where it is stricter than the model's from the first people on, where it is laxer only from half of peopleNeeded on. The
 * model's figure is a raw score less what is taken off here: in a small gallery, where the nearest strangers are far, that is
 * less than is typical, and the line has to be higher.
 */
export function operatingPoint(
  data: GalleryScores | null,
  { people, targetFmr, prior }: { people: number; targetFmr: number; prior: ModelPrior },
): OperatingPoint {
  const compared = data === null ? 0 : peopleCompared(data.comparisons);
  const share = Math.min(1, Math.min(people, compared) / peopleNeeded(targetFmr));
  const weightOf = { stricter: Math.min(1, 2 * share), laxer: Math.max(0, 2 * share - 1) };
  const takenOff = Math.min(prior.typicalStrangersMean, data?.meanStrangersMean ?? Infinity);
  const settle = (rate: number): number => {
    const ofModel = priorScoreAt(prior, rate) - takenOff;
    if (data === null) return ofModel;
    const difference = scoreAtRate(data, rate) - ofModel;
    return ofModel + difference * (difference > 0 ? weightOf.stricter : weightOf.laxer);
  };
  const threshold = settle(targetFmr);
  return {
    targetFmr,
    threshold,
    uncertainFrom: Math.min(threshold, settle(Math.min(0.5, 10 * targetFmr))),
    basis: data === null ? 'model' : share === 1 ? 'gallery' : 'gallery and model',
  };
}

/** How many people make so many pairs, those set aside as one person twice not counted. */
function peopleCompared(comparisons: number): number {
  return (1 + Math.sqrt(1 + 8 * comparisons)) / 2;
}

export interface RateInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const replicates = 500;

/** The false match rate at a threshold, with a 95 % interval by a bootstrap over people (Bolle et al. 2004). */
export function falseMatchRate(data: NonMatedTail, threshold: number, people: number): RateInterval {
  const { scores, personsA, personsB } = data.tail;
  const above = countAbove(scores, threshold);
  const random = seededRandom(1);
  const rates = new Float64Array(replicates);
  for (let replicate = 0; replicate < replicates; replicate++) {
    const drawn = drawPeople(people, random);
    let weight = 0;
    for (let k = 0; k < above; k++) weight += drawn[personsA[k]!]! * drawn[personsB[k]!]!;
    rates[replicate] = weight / data.comparisons;
  }
  rates.sort();
  // With nothing seen above, three in as many comparisons as there are people is the bound (the rule of three).
  const high = above === 0 ? Math.min(1, 3 / people) : quantile(rates, 0.975);
  return { value: rateAtScore(data, threshold), low: quantile(rates, 0.025), high };
}

/** The false match rate that each of `people` comparisons may have where a search is to go wrong at a rate of `fpir`. */
export function fmrForSearch(fpir: number, people: number): number {
  return 1 - (1 - fpir) ** (1 / Math.max(1, people));
}

function countAbove(fallingScores: Float64Array, score: number): number {
  let [low, high] = [0, fallingScores.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (fallingScores[middle]! > score) low = middle + 1;
    else high = middle;
  }
  return low;
}
