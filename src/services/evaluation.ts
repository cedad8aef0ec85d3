/**
 * How well the engine tells people apart, measured on somebody's own labelled pictures. It needs no store and writes
 * nothing. The mathematics is domain/accuracy's; here pictures become scores and scores become a report.
 */
import { foldAccuracy, type FoldResult, foldsByOrder } from '../domain/accuracy/fold-accuracy.js';
import { type FnmrAtFmr, fnmrAtFmr } from '../domain/accuracy/fnmr-at-fmr.js';
import {
  exhaustiveNonMatedScores,
  listedNonMatedScores,
  type NonMatedScores,
} from '../domain/accuracy/non-mated-scores.js';
import type { ListedPair } from '../domain/accuracy/pairs-file.js';
import { type People, peopleOfPictures } from '../domain/accuracy/people-of-pictures.js';
import type { ErrorCode } from '../domain/errors.js';
import { compare, type Features } from '../domain/features.js';
import type { VisionEngine } from '../vision/index.js';
import { EvaluationInputError, readEvaluationInput } from './evaluation-input.js';
import { type Acquisition, acquirePictures, type OnProgress } from './picture-acquisition.js';

/** The false match rates that are reported, as the report's keys write them. */
const reportedFmrs = { '1e-2': 1e-2, '1e-3': 1e-3, '1e-4': 1e-4 } as const;
type FmrKey = keyof typeof reportedFmrs;

export interface EvaluationRequest {
  readonly imagesFolder: string;
  /** CSV with the columns a, b, same and maybe fold. */
  readonly pairsFile: string;
  /** 'listed': the non-mated pairs of the file. 'all': every pair of pictures of different people. */
  readonly impostors: 'listed' | 'all';
  readonly onProgress?: OnProgress;
}

export interface EvaluationReport {
  readonly modelId: string;
  readonly images: number;
  readonly people: number;
  /** Pairs that the file lists. */
  readonly pairs: number;
  /** Pairs behind fnmrAtFmr: both pictures gave features. */
  readonly matedPairs: number;
  readonly nonMatedPairs: number;
  readonly impostors: EvaluationRequest['impostors'];
  /** Over pictures. Their pairs are in none of the other rates. */
  readonly failureToAcquire: {
    readonly rate: number;
    readonly files: readonly string[];
    readonly reasons: Readonly<Record<string, ErrorCode>>;
  };
  readonly raw: RawAccuracy;
  readonly seconds: number;
}

export interface RawAccuracy {
  /** Share of listed pairs judged right, 0 to 1; null where they make fewer than two folds. */
  readonly accuracy10Fold: number | null;
  readonly standardError: number | null;
  readonly folds: readonly FoldResult[];
  readonly fnmrAtFmr: Readonly<Record<FmrKey, FnmrAtFmr>>;
}

interface ScoredPair extends ListedPair {
  readonly score: number;
  readonly fold: string;
}

/** Acquires every picture once, scores the pairs, and reports. @throws EvaluationInputError, FacedeskError */
export async function evaluate(vision: VisionEngine, request: EvaluationRequest): Promise<EvaluationReport> {
  const startedAt = performance.now();
  const { pairs, pictures } = await readEvaluationInput(request.imagesFolder, request.pairsFile);
  const people = peopleOfPictures(pairs);
  if (request.impostors === 'all' && !people.byFolder) {
    throw new EvaluationInputError('All impostors can only be paired where each person has a folder.');
  }
  const acquisition = await acquirePictures(vision, { ...request, pictures });
  const scored = scorePairs(pairs, acquisition.featuresOf);
  const nonMated =
    request.impostors === 'all' ? everyNonMated(acquisition, people) : listedNonMated(scored, people);
  return {
    modelId: vision.modelId,
    images: pictures.length,
    people: people.count,
    pairs: pairs.length,
    matedPairs: scored.filter((pair) => pair.same).length,
    nonMatedPairs: nonMated.count,
    impostors: request.impostors,
    failureToAcquire: {
      rate: acquisition.failures.size / pictures.length,
      files: [...acquisition.failures.keys()].sort(),
      reasons: Object.fromEntries(acquisition.failures),
    },
    raw: rawAccuracy(scored, nonMated, people),
    seconds: Math.round(performance.now() - startedAt) / 1000,
  };
}

/** Folds are given out before pairs without features fall away, so that they do not depend on the engine. */
function scorePairs(pairs: readonly ListedPair[], featuresOf: ReadonlyMap<string, Features>): ScoredPair[] {
  const byOrder = foldsByOrder(
    pairs.map((pair) => pair.same),
    10,
  );
  return pairs.flatMap((pair, at) => {
    const [a, b] = [featuresOf.get(pair.a), featuresOf.get(pair.b)];
    if (a === undefined || b === undefined) return [];
    return { ...pair, fold: pair.fold ?? byOrder[at]!, score: compare(a, b) };
  });
}

function listedNonMated(scored: readonly ScoredPair[], { personOf }: People): NonMatedScores {
  const pairs = scored.filter((pair) => !pair.same);
  return listedNonMatedScores(
    pairs.map(({ a, b, score }) => ({ score, personA: personOf.get(a)!, personB: personOf.get(b)! })),
  );
}

function everyNonMated({ featuresOf }: Acquisition, { personOf }: People): NonMatedScores {
  return exhaustiveNonMatedScores(
    [...featuresOf].map(([picture, features]) => ({ person: personOf.get(picture)!, features })),
  );
}

function rawAccuracy(scored: readonly ScoredPair[], nonMated: NonMatedScores, people: People): RawAccuracy {
  const accuracy = foldAccuracy(scored);
  const mated = scored.filter((pair) => pair.same);
  const rows = fnmrAtFmr({
    mated: mated.map(({ a, score }) => ({ score, person: people.personOf.get(a)! })),
    nonMated,
    people: people.count,
    fmrs: Object.values(reportedFmrs),
  });
  const keys = Object.keys(reportedFmrs) as FmrKey[];
  return {
    accuracy10Fold: accuracy?.accuracy ?? null,
    standardError: accuracy?.standardError ?? null,
    folds: accuracy?.folds ?? [],
    fnmrAtFmr: Object.fromEntries(keys.map((key, at) => [key, rows[at]])) as Record<FmrKey, FnmrAtFmr>,
  };
}
