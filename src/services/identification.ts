/** Ranks everybody enrolled by how like a photo they are. For operators' eyes: it confirms nobody. */
import { decisionPolicy } from '../domain/decision.js';
import { judgeSample, verificationPolicy } from '../domain/quality.js';
import type { DisplayId } from '../domain/subject-id.js';
import type { Store } from '../store/index.js';
import type { VisionEngine } from '../vision/index.js';
import type { GalleryFollower } from './gallery-follower.js';

export interface RankedSubject {
  /** As registered. */
  readonly id: DisplayId;
  /** Minus the distance of the features; more is more alike. */
  readonly score: number;
  /** True where the score would pass the bar of a verification. */
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
}

export function createIdentification({ store, vision, follower }: IdentificationParts): Identification {
  return {
    identify: async ({ image, limit }) => {
      const sample = judgeSample(await vision.examine(image), verificationPolicy);
      const candidates = await follower.search(sample.features, limit);
      const ranked = candidates.map(async ({ subjectNo, score }) => {
        const subject = await store.findSubjectByNo(subjectNo);
        return subject && { id: subject.id, score, passes: score > decisionPolicy.threshold };
      });
      // Somebody who was deleted since the search has no id any more, and is left out.
      return (await Promise.all(ranked)).filter((subject) => subject !== null);
    },
  };
}
