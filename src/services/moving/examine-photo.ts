/** Looks at one photo of an import: what it could be enrolled with, or why it could not. Nobody waits, so it tries again. */
import { setTimeout } from 'node:timers/promises';
import { type ErrorCode, errorEntry, FacedeskError } from '../../domain/errors.js';
import type { ImageMeasures, KeptPhoto } from '../../domain/face.js';
import type { Features } from '../../domain/features.js';
import { judgeSample, type QualityPolicy } from '../../domain/quality.js';
import type { PhotoKeeping, VisionEngine } from '../../vision/index.js';
import type { PhotoContent } from './photo-claims.js';

export type ExaminedPhoto =
  | { readonly features: Features; readonly keptPhoto?: KeptPhoto }
  | { readonly features: null; readonly verdict: ErrorCode | 'file_unreadable' };

export interface ExaminationRules {
  readonly keep: PhotoKeeping;
  /** What a photo has to reach. */
  readonly policy: QualityPolicy;
}

/** Failures of the engine rather than of the photo, which can pass. */
const passing: ReadonlySet<ErrorCode> = new Set(['busy', 'vision_timeout', 'vision_unavailable']);
const attempts = 3;
const pauseMs = 250;

export function isPassing(code: string): boolean {
  return (passing as ReadonlySet<string>).has(code);
}

/**
 * A photo that the engine fails on three times gets that failure as its verdict: one picture must not stop the others.
 * @throws FacedeskError where the engine cannot work at all.
 */
export async function examinePhoto(
  vision: VisionEngine,
  content: PhotoContent,
  { maxBytes, ...how }: ExaminationRules & { readonly maxBytes: number },
): Promise<ExaminedPhoto> {
  const image = await content.read(maxBytes);
  if (image === null) return { features: null, verdict: 'file_unreadable' };
  return image === 'too large'
    ? { features: null, verdict: 'request_too_large' }
    : examineImage(vision, image, how);
}

/** The same for a photo that is in memory. @throws FacedeskError where the engine cannot work at all. */
export async function examineImage(
  vision: VisionEngine,
  image: Uint8Array,
  { keep, policy }: ExaminationRules,
): Promise<ExaminedPhoto> {
  try {
    const measures = await patiently(() => vision.examine(image, { keep, purpose: 'bulk' }));
    const { features } = judgeSample(measures, policy);
    const { keptPhoto } = measures;
    return { features, ...(keptPhoto && { keptPhoto }) };
  } catch (error) {
    if (!(error instanceof FacedeskError)) throw error;
    const isOfPhoto = errorEntry(error.code).status < 500 || passing.has(error.code);
    if (!isOfPhoto) throw error;
    return { features: null, verdict: error.code };
  }
}

async function patiently(examine: () => Promise<ImageMeasures>): Promise<ImageMeasures> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await examine();
    } catch (error) {
      const isPassingFailure = error instanceof FacedeskError && passing.has(error.code);
      if (!isPassingFailure || attempt === attempts) throw error;
      await setTimeout(attempt * pauseMs);
    }
  }
}
