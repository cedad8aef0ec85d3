/**
 * Answers "is this person who they say they are?". The face is compared with everybody enrolled: the claim holds only if
 * the claimed subject is near enough and nobody else is nearer.
 */
import type { OperatingPoint } from '../domain/calibration.js';
import {
  decide,
  type Decision,
  type NonMatchReason,
  type Scores,
  type UncertainReason,
} from '../domain/decision.js';
import type { AcceptedSample } from '../domain/quality.js';
import { judgeSample, verificationPolicy } from '../domain/quality.js';
import { parseSubjectId } from '../domain/subject-id.js';
import type { Logger } from '../observability/logger.js';
import type { Store, Subject } from '../store/index.js';
import type { VisionEngine } from '../vision/index.js';
import { type Calibration, type CalibrationRecord, estimatedFmr } from './calibration.js';
import type { GalleryFollower } from './gallery-follower.js';

export interface VerificationRequest {
  /** The claimed id, as the caller wrote it. */
  readonly id: string;
  /** A JPEG, PNG or WebP file. */
  readonly image: Uint8Array;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

/** Why a verdict is what it is, for those who may see it: never part of an answer to a caller without that right. */
export interface Receipt {
  /** Absent where there was nobody to compare with. */
  readonly scores?: Scores;
  /** Share of strangers who would score as high, as measured on this gallery; null where it has nothing to say. */
  readonly estimatedFmr: number | null;
  readonly threshold: number;
  readonly targetFmr: number;
  readonly basis: OperatingPoint['basis'];
  readonly quality: Pick<AcceptedSample, 'sharpness' | 'interEyeDistancePx' | 'pose' | 'exposure'>;
  /** Names the net by its digest, and the pre-processing. */
  readonly modelId: string;
  readonly decidedAt: string;
}

export type Verification = { readonly receipt: Receipt } & (
  | { readonly outcome: 'match'; readonly subject: Subject }
  | { readonly outcome: 'uncertain'; readonly reason: UncertainReason }
  | { readonly outcome: 'nonMatch'; readonly reason: NonMatchReason }
);

export interface Verifying {
  /**
   * Holds the claim against the photo. An unknown id takes the same steps as a known one, so that neither the answer nor
   * its time tells a stranger who is registered.
   * @throws FacedeskError id_invalid, and those of vision, judgeSample and the store
   */
  verify(request: VerificationRequest): Promise<Verification>;
}

export interface VerificationParts {
  readonly store: Store;
  readonly vision: VisionEngine;
  readonly follower: GalleryFollower;
  readonly calibration: Calibration;
  /** By how much the claimed subject has to lead over everybody else. */
  readonly margin: number;
  readonly log: Logger;
}

export function createVerification(parts: VerificationParts): Verifying {
  const { store, vision, follower, calibration, margin, log } = parts;

  const verify = async (request: VerificationRequest): Promise<Verification> => {
    const { key } = parseSubjectId(request.id);
    const { signal } = request;
    const measures = await vision.examine(request.image, signal === undefined ? {} : { signal });
    const sample = judgeSample(measures, verificationPolicy);
    const subject = await store.findSubject(key);
    const comparison = await follower.compare(sample.features, subject && subject.subjectNo);
    const point = await calibration.current();
    const marginOver = await store.calibration.lookalikesOf(subject?.subjectNo ?? 0);
    const claimed = subject && { subjectNo: subject.subjectNo, enrolled: subject.templateCount > 0 };
    const policy = { ...point, margin, marginOver, prior: calibration.prior };
    const decision = decide({ claimed, comparison, policy });
    const receipt = receiptOf(decision, { point, sample });
    if (decision.outcome !== 'match') return { ...withoutScores(decision), receipt };

    // Somebody may have been deleted between the search and now; the answer never rests on a deleted template.
    const confirmed = await store.findSubject(key);
    if (confirmed === null) return { outcome: 'nonMatch', reason: 'unknownSubject', receipt };
    if (confirmed.subjectNo !== subject?.subjectNo || confirmed.templateCount === 0)
      return { outcome: 'nonMatch', reason: 'notEnrolled', receipt };
    return { outcome: 'match', subject: confirmed, receipt };
  };

  return {
    verify: async (request) => {
      const verification = await verify(request);
      const { outcome } = verification;
      log.info(
        outcome === 'match'
          ? { outcome, subjectNo: verification.subject.subjectNo }
          : { outcome, reason: verification.reason },
        'claim decided',
      );
      return verification;
    },
  };
}

function receiptOf(
  { scores }: Decision,
  { point, sample }: { point: CalibrationRecord; sample: AcceptedSample },
): Receipt {
  const { sharpness, interEyeDistancePx, pose, exposure } = sample;
  return {
    ...(scores && { scores }),
    estimatedFmr: scores ? estimatedFmr(point, scores.normalisedScore) : null,
    threshold: point.threshold,
    targetFmr: point.targetFmr,
    basis: point.basis,
    quality: { sharpness, interEyeDistancePx, pose, exposure },
    modelId: point.modelId,
    decidedAt: new Date().toISOString(),
  };
}

function withoutScores(decision: Exclude<Decision, { outcome: 'match' }>) {
  return decision.outcome === 'uncertain'
    ? { outcome: decision.outcome, reason: decision.reason }
    : { outcome: decision.outcome, reason: decision.reason };
}
