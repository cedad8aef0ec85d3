/** Holds two photos against each other, storing nothing: do they show one person? The gallery only says how alike strangers are. */
import { normalisedScore } from '../domain/cohort.js';
import { type Scores, strangersMeanOf } from '../domain/decision.js';
import { compare } from '../domain/features.js';
import {
  type AcceptedSample,
  defaultPolicies,
  judgeSample,
  type QualityPolicies,
} from '../domain/quality.js';
import type { VisionEngine } from '../vision/index.js';
import { type Calibration, estimatedFmr } from './calibration.js';
import type { GalleryFollower } from './gallery-follower.js';

export interface ComparisonRequest {
  readonly images: readonly [Uint8Array, Uint8Array];
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export interface PhotoComparison {
  readonly outcome: 'match' | 'uncertain' | 'nonMatch';
  readonly scores: Pick<Scores, 'score' | 'normalisedScore'>;
  /** Share of strangers who would score as high, as measured on this gallery; null where it has nothing to say. */
  readonly estimatedFmr: number | null;
  readonly threshold: number;
  readonly modelId: string;
}

export interface PhotoComparing {
  /** @throws FacedeskError those of vision, judgeSample and the store */
  compare(request: ComparisonRequest): Promise<PhotoComparison>;
}

export interface PhotoComparingParts {
  readonly vision: VisionEngine;
  readonly follower: GalleryFollower;
  readonly calibration: Calibration;
  /** The defaults unless told. */
  readonly policies?: QualityPolicies;
}

export function createPhotoComparing({
  vision,
  follower,
  calibration,
  policies = defaultPolicies,
}: PhotoComparingParts): PhotoComparing {
  const examine = async (image: Uint8Array, signal: AbortSignal | undefined): Promise<AcceptedSample> =>
    judgeSample(await vision.examine(image, signal === undefined ? {} : { signal }), policies.verification);

  return {
    compare: async ({ images: [first, second], signal }) => {
      const [a, b] = await Promise.all([examine(first, signal), examine(second, signal)]);
      const point = await calibration.current();
      const meanOf = async ({ features }: AcceptedSample): Promise<number> => {
        const { nearest, people } = await follower.compare(features, null);
        return strangersMeanOf(nearest, people, calibration.prior);
      };
      const score = compare(a.features, b.features);
      const normalised = normalisedScore(score, await meanOf(a), await meanOf(b));
      return {
        outcome: outcomeOf(normalised, point),
        scores: { score, normalisedScore: normalised },
        estimatedFmr: estimatedFmr(point, normalised),
        threshold: point.threshold,
        modelId: point.modelId,
      };
    },
  };
}

function outcomeOf(
  normalised: number,
  { threshold, uncertainFrom }: { threshold: number; uncertainFrom: number },
): PhotoComparison['outcome'] {
  if (normalised > threshold) return 'match';
  return normalised > uncertainFrom ? 'uncertain' : 'nonMatch';
}
