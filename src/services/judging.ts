/**
 * Judges a photo, or a frame of a camera, and stores nothing: what was measured, whether it would be accepted, and what the
 * person would have to change. It makes no features, so nobody can be recognised by what it leaves behind.
 */
import type { BoxPx } from '../domain/face.js';
import {
  judgeQuality,
  type PolicyName,
  type QualityPolicies,
  type QualityReport,
} from '../domain/quality.js';
import type { VisionEngine } from '../vision/index.js';

export interface JudgingRequest {
  /** A JPEG, PNG or WebP file. */
  readonly image: Uint8Array;
  /** What the photo would be for; enrolment unless told. */
  readonly policy?: PolicyName;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal;
}

export interface Judgement extends QualityReport {
  readonly policy: PolicyName;
  /** Size of the upright picture as it was examined: turned by its EXIF orientation, and reduced where it had over 16 MP. */
  readonly picture: { readonly widthPx: number; readonly heightPx: number };
  /** Where the face that was judged is in it; absent where there is none. */
  readonly faceBoxPx?: BoxPx;
}

export interface Judging {
  /**
   * A photo without a face is a judgement too, with no_face_found as its finding.
   * @throws FacedeskError those of vision, where the picture cannot be looked at
   */
  judge(request: JudgingRequest): Promise<Judgement>;
}

export interface JudgingParts {
  readonly vision: Pick<VisionEngine, 'measure'>;
  readonly policies: QualityPolicies;
}

export function createJudging({ vision, policies }: JudgingParts): Judging {
  return {
    judge: async ({ image, policy = 'enrolment', signal }) => {
      const measures = await vision.measure(image, signal === undefined ? {} : { signal });
      const { widthPx, heightPx, faces } = measures;
      return {
        policy,
        ...judgeQuality(measures, policies[policy]),
        picture: { widthPx, heightPx },
        // The largest is the first.
        ...(faces[0] && { faceBoxPx: faces[0].boxPx }),
      };
    },
  };
}
