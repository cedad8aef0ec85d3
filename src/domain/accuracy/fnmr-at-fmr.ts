/**
 * How often an enrolled person is refused when strangers are let in at a given rate: FNMR at FMR, with a 95 % interval by
 * bootstrap over people. Pairs that share a person rise and fall together, so resampling pairs would give intervals that
 * are too narrow (Bolle, Ratha, Pankanti: Error analysis of pattern recognition systems, the subsets bootstrap, CVIU 93,
 * 2004; for weights that are products of two draws, Owen: The pigeonhole bootstrap, Ann. Appl. Stat. 1, 2007).
 */
import type { NonMatedScores } from './non-mated-scores.js';
import { drawPeople, quantile, seededRandom } from './person-bootstrap.js';
import { allowedMatches, thresholdsAtFmr } from './threshold-at-fmr.js';

export interface MatedScore {
  readonly score: number;
  readonly person: number;
}

export interface FnmrQuestion {
  readonly mated: readonly MatedScore[];
  readonly nonMated: NonMatedScores;
  /** People are numbered 0 to people - 1. */
  readonly people: number;
  /** How many numbers from `people` on weigh 1 in every draw: what is not resampled. None unless given. */
  readonly constants?: number;
  /** Each between 0 and 1 exclusive, in any order. */
  readonly fmrs: readonly number[];
  /** Bootstrap replicates; 1,000 unless given. */
  readonly replicates?: number;
  /** 1 unless given. */
  readonly seed?: number;
}

export interface FnmrAtFmr {
  readonly fmr: number;
  /** Share of mated scores below the threshold, 0 to 1. Null where `supported` is false, as are the other three. */
  readonly value: number | null;
  /** The 95 % interval's ends. */
  readonly low: number | null;
  readonly high: number | null;
  /** A score at or above it is a match. */
  readonly threshold: number | null;
  readonly supported: boolean;
  /** Why it is not supported. */
  readonly reason?: string;
}

/** FNMR at each FMR, in the order asked. An FMR under one in the number of non-mated pairs is beyond what they can tell. */
export function fnmrAtFmr(question: FnmrQuestion): FnmrAtFmr[] {
  const reasons = new Map(question.fmrs.map((fmr) => [fmr, whyUnsupported(question, fmr)]));
  const rising = question.fmrs.filter((fmr) => reasons.get(fmr) === undefined).sort((a, b) => a - b);
  const measured = new Map(measure({ ...question, fmrs: rising }).map((row) => [row.fmr, row]));
  return question.fmrs.map((fmr) => measured.get(fmr) ?? unsupported(fmr, reasons.get(fmr)!));
}

function whyUnsupported({ mated, nonMated }: FnmrQuestion, fmr: number): string | undefined {
  if (!(fmr > 0 && fmr < 1)) throw new RangeError('an FMR lies between 0 and 1');
  if (mated.length === 0) return 'there are no mated pairs';
  if (nonMated.count > 0 && allowedMatches(fmr, nonMated.count) >= 1) return undefined;
  const needed = Math.ceil(1 / fmr - 1e-9);
  return `an FMR of ${fmr.toExponential()} needs at least ${needed} non-mated pairs; there are ${nonMated.count}`;
}

function unsupported(fmr: number, reason: string): FnmrAtFmr {
  return { fmr, value: null, low: null, high: null, threshold: null, supported: false, reason };
}

function measure(question: FnmrQuestion): FnmrAtFmr[] {
  if (question.fmrs.length === 0) return [];
  const walk = walkOf(question);
  const point = walk(new Int32Array(question.people + (question.constants ?? 0)).fill(1))!;
  const replicates = bootstrap(question, walk);
  return question.fmrs.map((fmr, k) => {
    const sorted = Float64Array.from(replicates, (rates) => rates[k]!).sort();
    const value = point.fnmrs[k]!;
    const low = quantile(sorted, 0.025);
    const high = value === 0 ? boundWithoutError(question.mated) : quantile(sorted, 0.975);
    return { fmr, value, low, high, threshold: point.thresholds[k]!, supported: true };
  });
}

function bootstrap(question: FnmrQuestion, walk: Walk): number[][] {
  const { people, constants = 0, replicates = 1000, seed = 1 } = question;
  const random = seededRandom(seed);
  const weights = new Int32Array(people + constants).fill(1);
  const rates: number[][] = [];
  while (rates.length < replicates) {
    // A draw without any mated or any non-mated pair says nothing and is drawn again.
    weights.set(drawPeople(people, random));
    const replicate = walk(weights);
    if (replicate !== null) rates.push(replicate.fnmrs);
  }
  return rates;
}

/** One look at all scores, each person weighing as given; null where no mated or no non-mated pair has any weight. */
type Walk = (weights: Int32Array) => { thresholds: number[]; fnmrs: number[] } | null;

function walkOf({ mated, nonMated, fmrs }: FnmrQuestion): Walk {
  // Four times what the point estimate walks: draws that hold few of the tail's people go deeper.
  let tail = nonMated.tail(Math.max(100_000, Math.ceil(4 * fmrs.at(-1)! * nonMated.count)));
  return (weights) => {
    const totalWeight = nonMated.totalWeight(weights);
    const matedWeight = mated.reduce((sum, { person }) => sum + weights[person]!, 0);
    if (totalWeight === 0 || matedWeight === 0) return null;
    let thresholds = thresholdsAtFmr({ tail, weights, totalWeight }, fmrs);
    while (thresholds === null) {
      tail = nonMated.tail(2 * tail.scores.length);
      thresholds = thresholdsAtFmr({ tail, weights, totalWeight }, fmrs);
    }
    const fnmrs = thresholds.map((threshold) => weightBelow(mated, threshold, weights) / matedWeight);
    return { thresholds, fnmrs };
  };
}

function weightBelow(mated: readonly MatedScore[], threshold: number, weights: Int32Array): number {
  let weight = 0;
  for (const { score, person } of mated) if (score < threshold) weight += weights[person]!;
  return weight;
}

/**
 * Where no mated pair was missed every replicate is 0 too, and the bootstrap would claim certainty. The largest rate at
 * which that many people in a row succeed one time in twenty stands in for it (the exact form of the rule of 3, ISO/IEC 19795-1).
 */
function boundWithoutError(mated: readonly MatedScore[]): number {
  return 1 - 0.05 ** (1 / new Set(mated.map(({ person }) => person)).size);
}
