/** Error rates of one kind of score over an evaluation's pairs: the numbers under raw, normalised and normalisedPairExcluded. */
import { type FnmrAtFmr, fnmrAtFmr } from '../domain/accuracy/fnmr-at-fmr.js';
import { foldAccuracy } from '../domain/accuracy/fold-accuracy.js';
import type { PairScore } from '../domain/accuracy/non-mated-scores.js';
import type { EvaluationPairs } from './evaluation-pairs.js';
import { type AccuracyRates, type FmrKey, type FrrAtFmr, reportedFmrs } from './evaluation-report.js';

/** All rates of one kind of score. */
export function accuracyRates(pairs: EvaluationPairs, score: PairScore): AccuracyRates {
  const { comparisons, compared, people } = pairs;
  const scored = compared.map((pair) => ({ ...pair, score: score(pair.a, pair.b) }));
  const accuracy = foldAccuracy(scored);
  const mated = scored
    .filter(({ same }) => same)
    .map(({ a, score: own }) => ({ score: own, person: comparisons.persons[a]! }));
  const nonMated = comparisons.nonMatedScores(score);
  const question = { mated, nonMated, people, fmrs: Object.values(reportedFmrs) };
  const rows = fnmrAtFmr(question);
  return {
    accuracy10Fold: accuracy?.accuracy ?? null,
    standardError: accuracy?.standardError ?? null,
    folds: accuracy?.folds ?? [],
    fnmrAtFmr: byKey(rows),
    frrAtFmr: byKey(
      pairs.unacquired.mated.length === 0
        ? rows.map((row) => withFar(row, pairs))
        : fnmrAtFmr({ ...question, mated: [...mated, ...unacquiredMated(pairs)] }).map((row) =>
            withFar(row, pairs),
          ),
    ),
  };
}

/** The rates of a kind of score that cannot be had, in the shape of those that can. */
export function unsupportedRates(reason: string): AccuracyRates {
  const none = { value: null, low: null, high: null, threshold: null, supported: false, reason };
  const rows = Object.values(reportedFmrs).map((fmr) => ({ fmr, ...none }));
  return {
    accuracy10Fold: null,
    standardError: null,
    folds: [],
    fnmrAtFmr: byKey(rows),
    frrAtFmr: byKey(rows.map((row) => ({ ...row, far: null }))),
  };
}

/** A pair that was never compared is a rejection: no threshold is low enough for it. */
function unacquiredMated({ unacquired }: EvaluationPairs): { score: number; person: number }[] {
  return unacquired.mated.map((person) => ({ score: -Infinity, person }));
}

/** A stranger of whom no picture could be used was not let in either. */
function withFar(row: FnmrAtFmr, { comparisons, unacquired }: EvaluationPairs): FrrAtFmr {
  const { nonMatedCount } = comparisons;
  const attempts = nonMatedCount + unacquired.nonMatedCount;
  return { ...row, far: row.supported ? (row.fmr * nonMatedCount) / attempts : null };
}

function byKey<Row>(rows: readonly Row[]): Record<FmrKey, Row> {
  const keys = Object.keys(reportedFmrs) as FmrKey[];
  return Object.fromEntries(keys.map((key, at) => [key, rows[at]!])) as Record<FmrKey, Row>;
}
