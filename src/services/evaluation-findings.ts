/** What an evaluation shows beside its numbers, for the eye: curves, histograms, and the pairs that went most wrong. */
import { ExtremePairs, type ExtremePair } from '../domain/accuracy/extreme-pairs.js';
import type { PairScore } from '../domain/accuracy/non-mated-scores.js';
import { detCurve, type DetPoint, ScoreCounts } from '../domain/accuracy/score-counts.js';
import type { PairScores } from './evaluation-cohort.js';
import type { EvaluationPairs } from './evaluation-pairs.js';

export interface ScoreFindings {
  readonly mated: ScoreCounts;
  readonly nonMated: ScoreCounts;
  readonly det: readonly DetPoint[];
  /** Mated pairs that scored lowest, and non-mated pairs that scored highest, the most extreme first. */
  readonly worstMated: readonly PathPair[];
  readonly bestNonMated: readonly PathPair[];
}

export interface PathPair {
  /** Paths of the pictures in the folder. */
  readonly a: string;
  readonly b: string;
  readonly score: number;
}

export interface EvaluationFindings {
  readonly raw: ScoreFindings;
  /** Absent where the cohort is too small. */
  readonly normalised?: ScoreFindings;
}

const extremePairs = 12;

export function evaluationFindings(pairs: EvaluationPairs, scores: PairScores): EvaluationFindings {
  const raw = scoreFindings(pairs, scores.raw);
  if (scores.normalised === undefined) return { raw };
  return { raw, normalised: scoreFindings(pairs, scores.normalised) };
}

function scoreFindings({ comparisons, compared, paths }: EvaluationPairs, score: PairScore): ScoreFindings {
  const [mated, nonMated] = [new ScoreCounts(), new ScoreCounts()];
  const worst = new ExtremePairs(extremePairs, comparisons.persons, 'lowest');
  const best = new ExtremePairs(extremePairs, comparisons.persons, 'highest');
  for (const { a, b, same } of compared) {
    if (!same) continue;
    const own = score(a, b);
    mated.add(own);
    worst.offer(a, b, own);
  }
  comparisons.visitNonMated((a, b) => {
    const own = score(a, b);
    nonMated.add(own);
    best.offer(a, b, own);
  });
  const withPaths = (pair: ExtremePair): PathPair => ({ ...pair, a: paths[pair.a]!, b: paths[pair.b]! });
  return {
    mated,
    nonMated,
    det: mated.count === 0 || nonMated.count === 0 ? [] : detCurve(mated, nonMated),
    worstMated: worst.list().map(withPaths),
    bestNonMated: best.list().map(withPaths),
  };
}
