/** What an evaluation reports; `facedesk evaluate --json` prints it as it is. Keys of rates are written as in 1e-3. */
import type { GroupRates } from '../domain/accuracy/breakdown.js';
import type { FnmrAtFmr } from '../domain/accuracy/fnmr-at-fmr.js';
import type { FoldResult } from '../domain/accuracy/fold-accuracy.js';
import type { GalleryRates } from '../domain/accuracy/identification-rates.js';
import type { ErrorCode } from '../domain/errors.js';

/** The false match rates that are reported, as the report's keys write them. */
export const reportedFmrs = { '1e-2': 1e-2, '1e-3': 1e-3, '1e-4': 1e-4, '1e-5': 1e-5 } as const;
export type FmrKey = keyof typeof reportedFmrs;

export interface EvaluationReport {
  readonly modelId: string;
  readonly images: number;
  readonly people: number;
  /** Pairs that the file lists. */
  readonly pairs: number;
  /** Pairs behind fnmrAtFmr: both pictures gave features. */
  readonly matedPairs: number;
  readonly nonMatedPairs: number;
  /** 'listed': the non-mated pairs of the file. 'all': every pair of pictures of different people. */
  readonly impostors: 'listed' | 'all';
  /** Over pictures. Their pairs are in frrAtFmr and in none of the other rates. */
  readonly failureToAcquire: {
    readonly rate: number;
    readonly files: readonly string[];
    readonly reasons: Readonly<Record<string, ErrorCode>>;
  };
  readonly cohort: CohortReport;
  readonly raw: AccuracyRates;
  /** Scores less what both pictures score against their nearest strangers, domain/cohort.ts; both people are enrolled. */
  readonly normalised: AccuracyRates;
  /** The same with a pair's own two people left out of each other's strangers: what somebody who is not enrolled meets. */
  readonly normalisedPairExcluded: AccuracyRates;
  /** One entry per size of the gallery, rising; none where there are fewer than ten people. */
  readonly identification: readonly GalleryRates[];
  /** One entry per column that was asked for. */
  readonly breakdown: readonly ColumnRates[];
  readonly seconds: number;
}

export interface CohortReport {
  /** 'pairs': the people of the pairs file. 'folder': other people, from a folder that was named. */
  readonly source: 'pairs' | 'folder';
  /** One picture of each. */
  readonly people: number;
  /** How many nearest strangers are averaged. */
  readonly nearest: number;
}

export interface AccuracyRates {
  /** Share of listed pairs judged right, 0 to 1; null where they make fewer than two folds. */
  readonly accuracy10Fold: number | null;
  readonly standardError: number | null;
  readonly folds: readonly FoldResult[];
  readonly fnmrAtFmr: Readonly<Record<FmrKey, FnmrAtFmr>>;
  readonly frrAtFmr: Readonly<Record<FmrKey, FrrAtFmr>>;
}

/**
 * Error rates of whole attempts (ISO/IEC 19795-1): `value` is the FRR, the share of mated pairs that are below the threshold
 * or of which a picture gave no features; `far` the share of all non-mated pairs that match.
 */
export interface FrrAtFmr extends FnmrAtFmr {
  readonly far: number | null;
}

export interface ColumnRates {
  readonly column: string;
  /** The overall FMR that sets the threshold for all groups; null where there are too few non-mated pairs for any. */
  readonly fmr: FmrKey | null;
  readonly raw: readonly GroupRates[];
  readonly normalised: readonly GroupRates[];
}
