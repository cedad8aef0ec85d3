/** What can be drawn of a calibration: how strangers and rightful people score here, and what that means for each line. No names. */
import { setImmediate } from 'node:timers/promises';
import { FalseMatchCurve } from '../domain/accuracy/false-match-curve.js';
import { type ScoreHistogram, sharesAbove } from '../domain/accuracy/score-histogram.js';
import { rateAtScore } from '../domain/calibration.js';
import type { ExpectedRefusals } from './expected-refusals.js';
import type { NonMatedScores } from './non-mated-scores.js';

export interface CurvePoint {
  /** Normalised. */
  readonly score: number;
  /** The share of strangers above it, with its 95 % interval. */
  readonly fmr: number;
  readonly low: number;
  readonly high: number;
}

export interface CalibrationCharts {
  readonly nonMated: ScoreHistogram;
  /** Of people who are enrolled with several photos; null where there are none. */
  readonly mated: ScoreHistogram | null;
  /** Falling scores; empty where the gallery is too small to tell. */
  readonly curve: readonly CurvePoint[];
  readonly refusals: Omit<ExpectedRefusals, 'scores'> | null;
}

export interface ChartParts {
  readonly scores: NonMatedScores;
  readonly refusals: ExpectedRefusals | null;
  /** For which the rate is drawn, falling. */
  readonly points: readonly number[];
}

export async function chartsOf({ scores, refusals, points }: ChartParts): Promise<CalibrationCharts> {
  const curve = new FalseMatchCurve(scores, scores.people, points);
  // Each draws everybody anew; between them others are answered.
  while (!curve.isDone) {
    curve.draw();
    await setImmediate();
  }
  const { scores: mated, ...rates } = refusals ?? { scores: null };
  return {
    nonMated: scores.histogram,
    mated,
    curve: curve.intervals().map(({ low, high }, index) => ({
      ...{ score: points[index]!, fmr: rateAtScore(scores, points[index]!), low, high },
    })),
    refusals: refusals === null ? null : (rates as Omit<ExpectedRefusals, 'scores'>),
  };
}

export interface DetPoint {
  readonly score: number;
  readonly fmr: number;
  readonly fnmr: number;
}

/** The two errors for each line that could be drawn, rising; null where nobody has several photos. */
export function detOf({ nonMated, mated }: CalibrationCharts): readonly DetPoint[] | null {
  if (mated === null) return null;
  const matedAbove = sharesAbove(mated);
  return sharesAbove(nonMated).map(([score, fmr], bin) => ({ score, fmr, fnmr: 1 - matedAbove[bin]![1] }));
}

/** With fewer photos a rate of refusals is hardly placed within ten percent. */
const fewPhotos = 100;

/** What the rightful people's scores rest on, in a sentence. */
export function matedSupportText(refusals: CalibrationCharts['refusals']): string {
  const source =
    'Confirmed verifications are not used: they were let through by the very line that is in question.';
  if (refusals === null)
    return `Nobody was enrolled with several photos when this was measured, so nothing is known of how rightful people score. ${source}`;
  const { people, photos } = refusals;
  const few = photos < fewPhotos ? ' That is few: the curve is coarse.' : '';
  return `${photos} photos of ${people} people who are enrolled with several, each held against the others.${few} ${source}`;
}
