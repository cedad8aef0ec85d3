/**
 * Several photos of one moment, of which one is judged: the best of those that are good enough. Which one that is does not
 * hang on whom anybody is compared with, so several photos are no more chances of a false match than one.
 */
import { FacedeskError } from '../domain/errors.js';
import type { KeptPhoto } from '../domain/face.js';
import {
  type AcceptedSample,
  judgeSample,
  type QualityPolicy,
  verificationPolicy,
} from '../domain/quality.js';
import type { ExamineOptions, VisionEngine } from '../vision/index.js';

/** Frames of one request. */
export const maxFrames = 5;

export interface FrameOptions extends Pick<ExamineOptions, 'signal' | 'attack' | 'keep'> {
  /** What a frame has to reach; the default for verification unless told. */
  readonly policy?: QualityPolicy;
}

export interface FrameSamples {
  /** The face that is judged: that of the highest unified score. */
  readonly best: AcceptedSample;
  /** Of the best frame, where one was asked for. */
  readonly keptPhoto?: KeptPhoto;
  /** Those of every frame that is good enough, in the order of the frames. */
  readonly samples: readonly AcceptedSample[];
}

/**
 * The best frame's face, and those of the others.
 * @throws FacedeskError too_many_frames; what is wrong with the first frame, where none is good enough; those of vision
 */
export async function frameSamples(
  vision: Pick<VisionEngine, 'examine'>,
  images: readonly Uint8Array[],
  { policy = verificationPolicy, ...options }: FrameOptions = {},
): Promise<FrameSamples> {
  if (images.length > maxFrames) throw new FacedeskError('too_many_frames');
  const results = await Promise.allSettled(
    images.map(async (image) => {
      const measures = await vision.examine(image, options);
      return { sample: judgeSample(measures, policy), keptPhoto: measures.keptPhoto };
    }),
  );
  const usable = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  const [best] = usable.toSorted((a, b) => b.sample.unifiedScore - a.sample.unifiedScore);
  if (best !== undefined) {
    const { sample, keptPhoto } = best;
    const samples = usable.map((one) => one.sample);
    return { best: sample, samples, ...(keptPhoto && { keptPhoto }) };
  }
  throw (results[0] as PromiseRejectedResult).reason;
}
