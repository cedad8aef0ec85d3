/** Ranks everybody enrolled by how like a photo they are. For operators' eyes: it confirms nobody. */
import { fmrForSearch, operatingPoint } from '../domain/calibration.js';
import { type Comparison, scoresOf } from '../domain/decision.js';
import type { ModelPrior } from '../domain/model-prior.js';
import { judgeSample, verificationPolicy } from '../domain/quality.js';
import type { DisplayId } from '../domain/subject-id.js';
import type { Store } from '../store/index.js';
import type { VisionEngine } from '../vision/index.js';
import { type Calibration, type CalibrationRecord, estimatedFmr } from './calibration.js';
import type { GalleryFollower } from './gallery-follower.js';

export interface RankedSubject {
  /** As registered. */
  readonly id: DisplayId;
  /** Minus the distance of the features; more is more alike. */
  readonly score: number;
  /** True where a search of everybody would name a stranger like this no more often than the target rate. */
  readonly passes: boolean;
}

export interface Identification {
  /**
   * The `limit` subjects most like the photo's face, most alike first.
   * @throws FacedeskError those of vision, judgeSample and the store
   */
  identify(request: { readonly image: Uint8Array; readonly limit: number }): Promise<RankedSubject[]>;
}

export interface IdentificationParts {
  readonly store: Store;
  readonly vision: VisionEngine;
  readonly follower: GalleryFollower;
  readonly calibration: Calibration;
}

export function createIdentification({
  store,
  vision,
  follower,
  calibration,
}: IdentificationParts): Identification {
  return {
    identify: async ({ image, limit }) => {
      const sample = judgeSample(await vision.examine(image), verificationPolicy);
      const candidates = await follower.search(sample.features, limit);
      const point = await calibration.current();
      const ranked = candidates.map(async ({ subjectNo, score }) => {
        const subject = await store.findSubjectByNo(subjectNo);
        const comparison = await follower.compare(sample.features, subjectNo);
        return subject && { id: subject.id, score, passes: passes(comparison, point, calibration.prior) };
      });
      // Somebody who was deleted since the search has no id any more, and is left out.
      return (await Promise.all(ranked)).filter((subject) => subject !== null);
    },
  };
}

/** Searching many people makes as many chances of a false match, so each comparison has to keep a rate that much lower. */
function passes(comparison: Comparison, point: CalibrationRecord, prior: ModelPrior): boolean {
  if (comparison.own === null) return false;
  const { normalisedScore } = scoresOf(comparison.own, comparison, prior);
  const rate = fmrForSearch(point.targetFmr, comparison.people);
  if (point.basis !== 'gallery')
    return normalisedScore > operatingPoint(null, { people: 0, targetFmr: rate, prior }).threshold;
  const fmr = estimatedFmr(point, normalisedScore);
  return fmr !== null && fmr <= rate;
}
