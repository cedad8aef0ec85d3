/**
 * A rate of errors with its 95 % interval by bootstrap over people, where the threshold is given: the parts of a breakdown,
 * and searches at a threshold. Rates at thresholds that the same data set are fnmr-at-fmr.ts' work.
 */
import { drawPeople, quantile, seededRandom } from './person-bootstrap.js';

export interface Rate {
  /** Share of errors, 0 to 1; null where nothing was tried. */
  readonly value: number | null;
  /** The 95 % interval's ends. */
  readonly low: number | null;
  readonly high: number | null;
  /** How many comparisons or searches stand behind it. */
  readonly count: number;
  readonly errors: number;
  /** How many people took part. */
  readonly people: number;
}

const replicates = 1000;

/** One entry per person: how often they took part in an error, and in anything. */
interface Shares {
  readonly errors: Int32Array;
  readonly total: Float64Array;
}

/** Counts trials that belong to one person each: mated comparisons, searches. */
export class PersonTrials {
  private readonly shares: Shares;

  /** @param people people are numbered 0 to people - 1. */
  constructor(people: number) {
    this.shares = { errors: new Int32Array(people), total: new Float64Array(people) };
  }

  add(person: number, outcome: 'error' | 'right'): void {
    this.shares.total[person]!++;
    if (outcome === 'error') this.shares.errors[person]!++;
  }

  rate(): Rate {
    const { errors, total } = this.shares;
    return rateOf(this.shares, { errors: sum(errors), count: sum(total) }, (weights) => [
      weightedSum(errors, weights),
      weightedSum(total, weights),
    ]);
  }
}

/**
 * Counts comparisons of two people each. In a draw a pair weighs the product of both people's weights (Owen: The pigeonhole
 * bootstrap, Ann. Appl. Stat. 1, 2007); the number of all pairs, of which there are too many to hold, is taken to first
 * order, sum of n(p) w(p) less the number of pairs, with n(p) the pairs that person p is in.
 */
export class PairTrials {
  private readonly shares: Shares;
  private readonly matches: [personA: number, personB: number][] = [];
  private count = 0;

  constructor(people: number) {
    this.shares = { errors: new Int32Array(people), total: new Float64Array(people) };
  }

  add(personA: number, personB: number, outcome: 'error' | 'right'): void {
    this.count++;
    this.shares.total[personA]!++;
    this.shares.total[personB]!++;
    if (outcome === 'error') this.matches.push([personA, personB]);
  }

  rate(): Rate {
    const { total } = this.shares;
    return rateOf(this.shares, { errors: this.matches.length, count: this.count }, (weights) => [
      this.matches.reduce((all, [a, b]) => all + weights[a]! * weights[b]!, 0),
      weightedSum(total, weights) - this.count,
    ]);
  }
}

type Draw = (weights: Int32Array) => readonly [errors: number, total: number];

function rateOf({ total }: Shares, { errors, count }: { errors: number; count: number }, draw: Draw): Rate {
  const people = total.reduce((number, trials) => number + (trials > 0 ? 1 : 0), 0);
  if (count === 0) return { value: null, low: null, high: null, count, errors, people };
  const sorted = Float64Array.from(drawnRates(total.length, draw)).sort();
  // Where every replicate is the same the bootstrap would claim certainty: the exact form of the rule of 3, ISO/IEC 19795-1.
  const unseen = 1 - 0.05 ** (1 / people);
  const low = errors === count ? 1 - unseen : quantile(sorted, 0.025);
  const high = errors === 0 ? unseen : Math.min(1, quantile(sorted, 0.975));
  return { value: errors / count, low, high, count, errors, people };
}

function drawnRates(people: number, draw: Draw): number[] {
  const random = seededRandom(1);
  const rates: number[] = [];
  // A draw may hold nobody of a small group, and is drawn again; of a group of one, one draw in three is.
  while (rates.length < replicates) {
    const [errors, total] = draw(drawPeople(people, random));
    if (total > 0) rates.push(errors / total);
  }
  return rates;
}

function sum(values: Int32Array | Float64Array): number {
  let all = 0;
  for (const value of values) all += value;
  return all;
}

function weightedSum(values: Int32Array | Float64Array, weights: Int32Array): number {
  let all = 0;
  for (let person = 0; person < weights.length; person++) all += values[person]! * weights[person]!;
  return all;
}
