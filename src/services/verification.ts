/**
 * Answers "is this person who they say they are?". The face is compared with everybody enrolled: the claim holds only if
 * the claimed subject is near enough and nobody else is nearer.
 */
import { decide, decisionPolicy, type NonMatchReason } from '../domain/decision.js';
import { judgeSample, verificationPolicy } from '../domain/quality.js';
import { parseSubjectId } from '../domain/subject-id.js';
import type { Logger } from '../observability/logger.js';
import type { Store, Subject } from '../store/index.js';
import type { VisionEngine } from '../vision/index.js';
import type { GalleryFollower } from './gallery-follower.js';

export interface VerificationRequest {
  /** The claimed id, as the caller wrote it. */
  readonly id: string;
  /** A JPEG, PNG or WebP file. */
  readonly image: Uint8Array;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export type Verification =
  | { readonly outcome: 'match'; readonly subject: Subject }
  | { readonly outcome: 'nonMatch'; readonly reason: NonMatchReason };

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
  readonly log: Logger;
}

export function createVerification({ store, vision, follower, log }: VerificationParts): Verifying {
  const verify = async (request: VerificationRequest): Promise<Verification> => {
    const { key } = parseSubjectId(request.id);
    const { signal } = request;
    const measures = await vision.examine(request.image, signal === undefined ? {} : { signal });
    const sample = judgeSample(measures, verificationPolicy);
    const subject = await store.findSubject(key);
    const candidates = await follower.search(sample.features, 2);
    const claimed = subject && { subjectNo: subject.subjectNo, enrolled: subject.templateCount > 0 };
    const decision = decide({ claimed, candidates, policy: decisionPolicy });
    if (decision.outcome === 'nonMatch') return decision;

    // Somebody may have been deleted between the search and now; the answer never rests on a deleted template.
    const confirmed = await store.findSubject(key);
    if (confirmed === null) return { outcome: 'nonMatch', reason: 'unknownSubject' };
    if (confirmed.subjectNo !== subject?.subjectNo || confirmed.templateCount === 0)
      return { outcome: 'nonMatch', reason: 'notEnrolled' };
    return { outcome: 'match', subject: confirmed };
  };

  return {
    verify: async (request) => {
      const verification = await verify(request);
      const logged =
        verification.outcome === 'match' ? { subjectNo: verification.subject.subjectNo } : verification;
      log.info({ ...logged, outcome: verification.outcome }, 'claim decided');
      return verification;
    },
  };
}
