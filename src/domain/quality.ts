/**
 * Whether a photo is good enough to enrol or to verify with, and which face in it counts. Measures come from vision, bars
 * from a policy, and what comes out is a type that only this file can make.
 */
import { FacedeskError } from './errors.js';
import type { FaceMeasures, ImageMeasures } from './face.js';

export interface QualityPolicy {
  readonly minInterEyeDistancePx: number;
  readonly maxYawDegrees: number;
  readonly maxPitchDegrees: number;
  /** Variance of the Laplacian, as FaceMeasures.sharpness. */
  readonly minSharpness: number;
  readonly minMeanLuma: number;
  readonly maxMeanLuma: number;
  /** A second face counts unless its box is narrower than this share of the largest one's: people in the background. */
  readonly backgroundWidthRatio: number;
}

/**
 * What a reference has to reach. Set on measured photos: of the 3,072 of LFW's folds 1 to 4 these bars refuse under 1 in
 * 100, and among degraded copies of good photos they refuse those of which the features are lost (docs/accuracy.md).
 */
export const enrolmentPolicy: QualityPolicy = {
  minInterEyeDistancePx: 20,
  maxYawDegrees: 45,
  maxPitchDegrees: 40,
  minSharpness: 4,
  minMeanLuma: 20,
  maxMeanLuma: 245,
  backgroundWidthRatio: 0.25,
};

/** What a probe has to reach: less, since a bad probe costs one more try and a bad reference every later visit. */
export const verificationPolicy: QualityPolicy = {
  minInterEyeDistancePx: 14,
  maxYawDegrees: 60,
  maxPitchDegrees: 50,
  minSharpness: 2,
  minMeanLuma: 15,
  maxMeanLuma: 250,
  backgroundWidthRatio: 0.25,
};

/** The one face of a photo that passed a policy. */
export type AcceptedSample = FaceMeasures & { readonly __brand: 'AcceptedSample' };

/**
 * Picks the photo's one face and holds it against the policy.
 * @throws FacedeskError no_face_found, several_faces_found, face_too_small, face_turned_away, photo_too_dark,
 * photo_too_bright or photo_blurred: the first that applies, in the order in which a person can put them right.
 */
export function judgeSample(measures: ImageMeasures, policy: QualityPolicy): AcceptedSample {
  const [face, ...others] = [...measures.faces].sort((a, b) => b.boxPx.width - a.boxPx.width);
  if (face === undefined) throw new FacedeskError('no_face_found');
  const countsFromPx = face.boxPx.width * policy.backgroundWidthRatio;
  if (others.some(({ boxPx }) => boxPx.width >= countsFromPx)) throw new FacedeskError('several_faces_found');
  if (!(face.interEyeDistancePx >= policy.minInterEyeDistancePx)) throw new FacedeskError('face_too_small');
  if (!isTowardsCamera(face, policy)) throw new FacedeskError('face_turned_away');
  if (!(face.exposure.meanLuma >= policy.minMeanLuma)) throw new FacedeskError('photo_too_dark');
  if (!(face.exposure.meanLuma <= policy.maxMeanLuma)) throw new FacedeskError('photo_too_bright');
  if (!(face.sharpness >= policy.minSharpness)) throw new FacedeskError('photo_blurred');
  return face as AcceptedSample;
}

function isTowardsCamera({ pose }: FaceMeasures, policy: QualityPolicy): boolean {
  return Math.abs(pose.yaw) <= policy.maxYawDegrees && Math.abs(pose.pitch) <= policy.maxPitchDegrees;
}
