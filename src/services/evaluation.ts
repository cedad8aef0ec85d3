/**
 * How well the engine tells people apart, measured on somebody's own labelled pictures. It needs no store and writes
 * nothing that nobody asked for. The mathematics is domain/accuracy's; here pictures become scores and scores become a report.
 */
import { identificationRates } from '../domain/accuracy/identification-rates.js';
import { smallestCohort } from '../domain/accuracy/nearest-strangers.js';
import type { PairScore, PersonFeatures } from '../domain/accuracy/non-mated-scores.js';
import { type People, peopleOfPictures } from '../domain/accuracy/people-of-pictures.js';
import { cohortSize } from '../domain/cohort.js';
import type { VisionEngine } from '../vision/index.js';
import { accuracyRates, unsupportedRates } from './evaluation-accuracy.js';
import {
  type BreakdownScores,
  columnRates,
  type ManifestRequest,
  readManifest,
} from './evaluation-breakdown.js';
import { folderCohort, ownCohort, pairScores, type PairScores } from './evaluation-cohort.js';
import { type EvaluationFindings, evaluationFindings } from './evaluation-findings.js';
import { EvaluationInputError, readEvaluationInput } from './evaluation-input.js';
import { type EvaluationPairs, evaluationPairs } from './evaluation-pairs.js';
import type { AccuracyRates, ColumnRates, EvaluationReport } from './evaluation-report.js';
import { acquirePictures, type OnProgress } from './picture-acquisition.js';

export type { EvaluationReport } from './evaluation-report.js';

export interface EvaluationRequest {
  readonly imagesFolder: string;
  /** CSV with the columns a, b, same and maybe fold. */
  readonly pairsFile: string;
  /** 'listed': the non-mated pairs of the file. 'all': every pair of pictures of different people. */
  readonly impostors: 'listed' | 'all';
  /** A folder of other people whose first pictures are the cohort; the people of the pairs unless given. */
  readonly cohortFolder?: string;
  readonly manifest?: ManifestRequest;
  /** Where features are kept between evaluations; nowhere unless given. */
  readonly featureFile?: string;
  readonly onProgress?: OnProgress;
}

export interface Evaluation {
  readonly report: EvaluationReport;
  /** Curves and extreme pairs, made when they are asked for. */
  readonly findings: () => EvaluationFindings;
}

/** Acquires every picture once, scores the pairs, and reports. @throws EvaluationInputError, FacedeskError */
export async function evaluate(vision: VisionEngine, request: EvaluationRequest): Promise<Evaluation> {
  const startedAt = performance.now();
  const { pairs: listed, pictures } = await readEvaluationInput(request.imagesFolder, request.pairsFile);
  const manifest = request.manifest === undefined ? undefined : await readManifest(request.manifest);
  const people = peopleOfPictures(listed);
  if (request.impostors === 'all' && !people.byFolder) {
    throw new EvaluationInputError('All impostors can only be paired where each person has a folder.');
  }
  const { featuresOf, failures } = await acquirePictures(vision, { ...request, pictures });
  const pairs = evaluationPairs({ listed, people, featuresOf, impostors: request.impostors });
  const cohort = await cohortOf(vision, { request, people, pairs });
  const scores = pairScores(pairs, cohort);
  const rates = ratesOf(pairs, scores);
  const columns = request.manifest?.columns ?? [];
  const report: EvaluationReport = {
    modelId: vision.modelId,
    images: pictures.length,
    people: people.count,
    pairs: listed.length,
    matedPairs: pairs.compared.filter((pair) => pair.same).length,
    nonMatedPairs: pairs.comparisons.nonMatedCount,
    impostors: request.impostors,
    failureToAcquire: {
      rate: failures.size / pictures.length,
      files: [...failures.keys()].sort(),
      reasons: Object.fromEntries(failures),
    },
    cohort: {
      source: request.cohortFolder === undefined ? 'pairs' : 'folder',
      people: cohort.length,
      nearest: cohortSize,
    },
    ...rates,
    identification: identificationRates(pairs.comparisons.pictures, people.count),
    breakdown: columns.map((column): ColumnRates => {
      const question = { manifest: manifest!, column, scores: breakdownScores(scores, rates) };
      return columnRates(pairs, manifest!.values(column), question);
    }),
    seconds: Math.round(performance.now() - startedAt) / 1000,
  };
  return { report, findings: () => evaluationFindings(pairs, scores) };
}

interface CohortSource {
  readonly request: EvaluationRequest;
  readonly people: People;
  readonly pairs: EvaluationPairs;
}

async function cohortOf(
  vision: VisionEngine,
  { request, people, pairs }: CohortSource,
): Promise<readonly PersonFeatures[]> {
  const { cohortFolder, featureFile } = request;
  if (cohortFolder === undefined) return ownCohort(pairs);
  return folderCohort(vision, {
    folder: cohortFolder,
    people,
    ...(featureFile === undefined ? {} : { featureFile }),
  });
}

type Rates = Pick<EvaluationReport, 'raw' | 'normalised' | 'normalisedPairExcluded'>;

function ratesOf(pairs: EvaluationPairs, { raw, normalised, pairExcluded }: PairScores): Rates {
  const rates = (score: PairScore | undefined): AccuracyRates =>
    score === undefined
      ? unsupportedRates(`the cohort needs at least ${smallestCohort} people`)
      : accuracyRates(pairs, score);
  return {
    raw: accuracyRates(pairs, raw),
    normalised: rates(normalised),
    normalisedPairExcluded: rates(pairExcluded),
  };
}

function breakdownScores(scores: PairScores, rates: Rates): BreakdownScores {
  const raw = { score: scores.raw, rates: rates.raw };
  if (scores.normalised === undefined) return { raw };
  return { raw, normalised: { score: scores.normalised, rates: rates.normalised } };
}
