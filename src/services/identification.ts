/** Ranks everybody enrolled, or the people of some groups, by how like a photo they are. It confirms nobody. */
import { fmrForSearch, operatingPoint } from '../domain/calibration.js';
import { type Comparison, type Scores, scoresOf } from '../domain/decision.js';
import type { ModelPrior } from '../domain/model-prior.js';
import { defaultPolicies, judgeSample, type QualityPolicies } from '../domain/quality.js';
import type { DisplayId } from '../domain/subject-id.js';
import type { Store } from '../store/index.js';
import type { VisionEngine } from '../vision/index.js';
import { type Calibration, type CalibrationRecord, estimatedFmr } from './calibration.js';
import type { GalleryFollower } from './gallery-follower.js';

export interface RankedSubject {
  /** As registered. */
  readonly id: DisplayId;
  readonly subjectNo: number;
  /** Minus the distance of the features; more is more alike. */
  readonly score: number;
  /** With both sides' strangers taken off, as verdicts use it. */
  readonly normalisedScore: number;
  /** Share of strangers who would score as high, as measured on this gallery; null where it has nothing to say. */
  readonly estimatedFmr: number | null;
  /** True where a search of these people would name a stranger like this no more often than the target rate. */
  readonly passes: boolean;
}

export interface IdentificationRequest {
  readonly image: Uint8Array;
  readonly limit: number;
  /** Nobody but these is looked for; absent for everybody. */
  readonly within?: ReadonlySet<number>;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export interface Identification {
  /**
   * The `limit` subjects most like the photo's face, most alike first.
   * @throws FacedeskError those of vision, judgeSample and the store
   */
  identify(request: IdentificationRequest): Promise<RankedSubject[]>;
}

export interface IdentificationParts {
  readonly store: Store;
  readonly vision: VisionEngine;
  readonly follower: GalleryFollower;
  readonly calibration: Calibration;
  /** The defaults unless told. */
  readonly policies?: QualityPolicies;
}

export function createIdentification({
  store,
  vision,
  follower,
  calibration,
  policies = defaultPolicies,
}: IdentificationParts): Identification {
  return {
    identify: async ({ image, limit, within, signal }) => {
      const measures = await vision.examine(image, signal === undefined ? {} : { signal });
      const sample = judgeSample(measures, policies.verification);
      const found = await follower.rank(sample.features, {
        limit,
        ...(within === undefined ? {} : { within }),
      });
      const point = await calibration.current();
      const ranked = found.map(async (comparison) => {
        const { subjectNo, score } = comparison.own;
        const subject = await store.findSubjectByNo(subjectNo);
        const scores = scoresOf(comparison.own, comparison, calibration.prior);
        return (
          subject && {
            id: subject.id,
            subjectNo,
            score,
            normalisedScore: scores.normalisedScore,
            estimatedFmr: estimatedFmr(point, scores.normalisedScore),
            passes: passes(scores, { point, prior: calibration.prior, people: peopleOf(comparison, within) }),
          }
        );
      });
      // Somebody who was deleted since the search has no id any more, and is left out.
      return (await Promise.all(ranked)).filter((subject) => subject !== null);
    },
  };
}

function peopleOf({ people }: Comparison, within: ReadonlySet<number> | undefined): number {
  return within === undefined ? people : Math.min(people, within.size);
}

interface Bar {
  readonly point: CalibrationRecord;
  readonly prior: ModelPrior;
  readonly people: number;
}

/** Searching many people makes as many chances of a false match, so each comparison has to keep a rate that much lower. */
function passes({ normalisedScore }: Scores, { point, prior, people }: Bar): boolean {
  const rate = fmrForSearch(point.targetFmr, people);
  if (point.basis !== 'gallery')
    return normalisedScore > operatingPoint(null, { people: 0, targetFmr: rate, prior }).threshold;
  const fmr = estimatedFmr(point, normalisedScore);
  return fmr !== null && fmr <= rate;
}
