/**
 * Which pictures an evaluation compares: those that gave features, numbered, with the pairs among them, and a count of the
 * pairs that fell away because a picture gave none.
 */
import {
  allComparisons,
  type ComparisonSet,
  listedComparisons,
  type PicturePair,
} from '../domain/accuracy/comparison-set.js';
import { foldsByOrder } from '../domain/accuracy/fold-accuracy.js';
import { nonMatedPairCount } from '../domain/accuracy/non-mated-scores.js';
import type { ListedPair } from '../domain/accuracy/pairs-file.js';
import type { People } from '../domain/accuracy/people-of-pictures.js';
import type { Features } from '../domain/features.js';

export interface EvaluationPairs {
  /** Path of each picture, by its number. */
  readonly paths: readonly string[];
  /** The non-mated comparisons behind the error rates. */
  readonly comparisons: ComparisonSet;
  /** The listed pairs of which both pictures gave features. */
  readonly compared: readonly ComparedPair[];
  /** People are numbered 0 to people - 1. */
  readonly people: number;
  readonly unacquired: {
    /** Person of each listed mated pair that could not be compared. */
    readonly mated: readonly number[];
    /** Non-mated pairs, of those that were asked for, that could not be compared. */
    readonly nonMatedCount: number;
  };
}

export interface ComparedPair extends PicturePair {
  readonly same: boolean;
  readonly fold: string;
}

export interface EvaluationPairsInput {
  readonly listed: readonly ListedPair[];
  readonly people: People;
  readonly featuresOf: ReadonlyMap<string, Features>;
  readonly impostors: 'listed' | 'all';
}

/** Folds are given out before pairs without features fall away, so that they do not depend on the engine. */
export function evaluationPairs({
  listed,
  people,
  featuresOf,
  impostors,
}: EvaluationPairsInput): EvaluationPairs {
  // In path order, so that nothing depends on which picture was ready first.
  const paths = [...featuresOf.keys()].sort();
  const numberOf = new Map(paths.map((path, at) => [path, at]));
  const pictures = paths.map((path) => ({
    person: people.personOf.get(path)!,
    features: featuresOf.get(path)!,
  }));
  const same = listed.map((pair) => pair.same);
  const byOrder = foldsByOrder(same, 10);
  const compared = listed.flatMap((pair, at): ComparedPair[] => {
    const [a, b] = [numberOf.get(pair.a), numberOf.get(pair.b)];
    if (a === undefined || b === undefined) return [];
    return [{ a, b, same: pair.same, fold: pair.fold ?? byOrder[at]! }];
  });
  const lost = listed.filter(({ a, b }) => !numberOf.has(a) || !numberOf.has(b));
  const comparisons =
    impostors === 'all'
      ? allComparisons(pictures)
      : listedComparisons(
          pictures,
          compared.filter((pair) => !pair.same),
        );
  const everyone = Int32Array.from(people.personOf.values());
  return {
    paths,
    comparisons,
    compared,
    people: people.count,
    unacquired: {
      mated: lost.filter((pair) => pair.same).map(({ a }) => people.personOf.get(a)!),
      nonMatedCount:
        impostors === 'all'
          ? nonMatedPairCount(everyone) - comparisons.nonMatedCount
          : lost.filter((pair) => !pair.same).length,
    },
  };
}
