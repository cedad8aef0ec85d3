/**
 * The pictures of an evaluation by number, and the pairs that are compared: all kinds of scores are computed over the same
 * ones. It scores nothing.
 */
import {
  exhaustiveNonMatedScores,
  listedNonMatedScores,
  nonMatedPairCount,
  type NonMatedScores,
  type PairScore,
  type PersonFeatures,
  visitNonMatedPairs,
} from './non-mated-scores.js';

/** Numbers of two pictures. */
export interface PicturePair {
  readonly a: number;
  readonly b: number;
}

export interface ScoredPicturePair extends PicturePair {
  readonly score: number;
}

export interface ComparisonSet {
  readonly pictures: readonly PersonFeatures[];
  /** Person of each picture. */
  readonly persons: Int32Array;
  readonly nonMatedCount: number;
  visitNonMated(visit: (a: number, b: number) => void): void;
  nonMatedScores(score: PairScore): NonMatedScores;
}

/** Only the non-mated pairs that somebody listed. */
export function listedComparisons(
  pictures: readonly PersonFeatures[],
  nonMated: readonly PicturePair[],
): ComparisonSet {
  const persons = personsOf(pictures);
  return {
    pictures,
    persons,
    nonMatedCount: nonMated.length,
    visitNonMated: (visit) => nonMated.forEach(({ a, b }) => visit(a, b)),
    nonMatedScores: (score) =>
      listedNonMatedScores(
        nonMated.map(({ a, b }) => ({ score: score(a, b), personA: persons[a]!, personB: persons[b]! })),
      ),
  };
}

/** Every pair of pictures of different people. */
export function allComparisons(pictures: readonly PersonFeatures[]): ComparisonSet {
  const persons = personsOf(pictures);
  return {
    pictures,
    persons,
    nonMatedCount: nonMatedPairCount(persons),
    visitNonMated: (visit) => visitNonMatedPairs(persons, visit),
    nonMatedScores: (score) => exhaustiveNonMatedScores(pictures, score),
  };
}

function personsOf(pictures: readonly PersonFeatures[]): Int32Array {
  return Int32Array.from(pictures, ({ person }) => person);
}
