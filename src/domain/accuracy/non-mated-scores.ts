/**
 * Where the non-mated scores of an evaluation come from: pairs that a file lists, or every pair of pictures of different
 * people. Both give their highest scores and their number on request, so that millions of pairs are never held as objects.
 */
import { compare, type Features } from '../features.js';
import { type ScoreTail, ScoreTailCollector } from './score-tail.js';

export interface NonMatedScores {
  /** How many pairs there are. */
  readonly count: number;
  /** The `size` highest scores, or all of them where there are fewer. */
  tail(size: number): ScoreTail;
  /** The sum over all pairs of the product of both people's weights; `weights` has one entry per person. */
  totalWeight(weights: Int32Array): number;
}

export interface NonMatedPair {
  readonly score: number;
  readonly personA: number;
  readonly personB: number;
}

/** Scores of the pairs that a file lists. */
export function listedNonMatedScores(pairs: readonly NonMatedPair[]): NonMatedScores {
  return {
    count: pairs.length,
    tail(size) {
      const collector = new ScoreTailCollector(Math.max(1, Math.min(size, pairs.length)));
      for (const pair of pairs) collector.offer(pair.score, pair.personA, pair.personB);
      return collector.finish();
    },
    totalWeight(weights) {
      let total = 0;
      for (const pair of pairs) total += weights[pair.personA]! * weights[pair.personB]!;
      return total;
    },
  };
}

export interface PersonFeatures {
  readonly person: number;
  readonly features: Features;
}

/** Score of two pictures, by their numbers. */
export type PairScore = (pictureA: number, pictureB: number) => number;

/** Compares two of the pictures as they are. */
export function rawPairScore(pictures: readonly PersonFeatures[]): PairScore {
  const length = pictures[0]?.features.length ?? 0;
  // Side by side in memory: millions of comparisons take half as long.
  const packed = new Float32Array(pictures.length * length);
  pictures.forEach(({ features }, at) => packed.set(features, at * length));
  const rows = pictures.map((_, at) => packed.subarray(at * length, (at + 1) * length) as Features);
  return (a, b) => compare(rows[a]!, rows[b]!);
}

/** Calls with the numbers of every two pictures whose people differ. */
export function visitNonMatedPairs(persons: Int32Array, visit: (a: number, b: number) => void): void {
  for (let a = 0; a < persons.length; a++) {
    for (let b = a + 1; b < persons.length; b++) if (persons[a] !== persons[b]) visit(a, b);
  }
}

/**
 * Scores of every pair of pictures whose people differ. The scores are computed anew for each tail that is asked for
 * rather than kept: 3,000 pictures make 4.7 million of them, 13,000 make 87 million.
 */
export function exhaustiveNonMatedScores(
  pictures: readonly PersonFeatures[],
  score: PairScore = rawPairScore(pictures),
): NonMatedScores {
  const persons = Int32Array.from(pictures, ({ person }) => person);
  const count = nonMatedPairCount(persons);
  return {
    count,
    tail(size) {
      const collector = new ScoreTailCollector(Math.max(1, Math.min(size, count)));
      visitNonMatedPairs(persons, (a, b) => collector.offer(score(a, b), persons[a]!, persons[b]!));
      return collector.finish();
    },
    totalWeight: (weights) => weightedPairs(persons, weights),
  };
}

/** How many pairs of pictures there are whose people differ. */
export function nonMatedPairCount(persons: Int32Array): number {
  return weightedPairs(persons, undefined);
}

/** All pairs minus those within one person, by the square of sums minus the sum of squares; every person weighs 1 by default. */
function weightedPairs(persons: Int32Array, weights: Int32Array | undefined): number {
  const weightOfPerson = new Map<number, number>();
  for (const person of persons) {
    weightOfPerson.set(person, (weightOfPerson.get(person) ?? 0) + (weights?.[person] ?? 1));
  }
  let sum = 0;
  let sumOfSquares = 0;
  for (const weight of weightOfPerson.values()) {
    sum += weight;
    sumOfSquares += weight * weight;
  }
  return (sum * sum - sumOfSquares) / 2;
}
