/**
 * Registers a person: the photo of someone whose id is free becomes the reference that they are compared with from then
 * on. Everything that can refuse comes before the one write that makes it so.
 */
import { FacedeskError } from '../domain/errors.js';
import { enrolmentPolicy, judgeSample } from '../domain/quality.js';
import { parseSubjectId, type IdKey } from '../domain/subject-id.js';
import type { Logger } from '../observability/logger.js';
import type { Store, Subject } from '../store/index.js';
import type { PhotoKeeping, VisionEngine } from '../vision/index.js';
import type { GalleryFollower } from './gallery-follower.js';
import { createTurnTaking } from './turn-taking.js';

export interface EnrolmentRequest {
  /** As the caller wrote it. */
  readonly id: string;
  /** A JPEG, PNG or WebP file. */
  readonly image: Uint8Array;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export interface Enrolment {
  /**
   * Enrols the photo's face under the id. Parallel calls for one id take turns, so that one of them does the image work and
   * the rest are refused, unless it fails: then the next gets its own chance.
   * @throws FacedeskError id_invalid, user_already_exists, and those of vision, judgeSample and the store
   */
  register(request: EnrolmentRequest): Promise<Subject>;
}

export interface EnrolmentParts {
  readonly store: Store;
  readonly vision: VisionEngine;
  readonly follower: GalleryFollower;
  readonly keepPhotos: PhotoKeeping;
  readonly log: Logger;
}

export function createEnrolment({ store, vision, follower, keepPhotos, log }: EnrolmentParts): Enrolment {
  const turns = createTurnTaking();

  const refuseTaken = async (key: IdKey): Promise<void> => {
    const subject = await store.findSubject(key);
    // A row of users without a template is a person who still has to enrol a face.
    if (subject !== null && subject.templateCount > 0) throw new FacedeskError('user_already_exists');
  };

  return {
    register: async (request) => {
      const subjectId = parseSubjectId(request.id);
      return turns.inTurn(subjectId.key, async () => {
        await refuseTaken(subjectId.key);
        const measures = await vision.examine(request.image, {
          keep: keepPhotos,
          ...(request.signal === undefined ? {} : { signal: request.signal }),
        });
        const sample = judgeSample(measures, enrolmentPolicy);
        const subject = await store.enrol({
          subjectId,
          modelId: vision.modelId,
          features: sample.features,
          ...(measures.keptPhoto === undefined ? {} : { keptPhoto: measures.keptPhoto }),
        });
        log.info({ subjectNo: subject.subjectNo }, 'subject enrolled');
        // The enrolment is durable whether or not this works; where it fails, the next search does it again.
        follower.catchUp().catch((err: unknown) => log.warn({ err }, 'the gallery lags behind the store'));
        return subject;
      });
    },
  };
}
