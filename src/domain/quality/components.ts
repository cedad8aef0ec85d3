/**
 * The components of a face picture's quality, after ISO/IEC 29794-5 and its reference implementation OFIQ where they fit: for
 * each its native measure, how that becomes a value of 0 (worst) to 100 (best), and which finding names its fault. Their order
 * is the order in which a person can put them right.
 */
import type { ErrorCode } from '../errors.js';

export const componentNames = [
  'faceCertainty',
  'singleFacePresent',
  'backgroundFaces',
  'marginOfFrame',
  'interEyeDistance',
  'headPoseYaw',
  'headPosePitch',
  'headPoseRoll',
  'mouthOcclusionPrevention',
  'eyesVisible',
  'eyesOpen',
  'mouthClosed',
  'luminanceMean',
  'underExposurePrevention',
  'overExposurePrevention',
  'illuminationUniformity',
  'dynamicRange',
  'sharpness',
  'compressionArtifacts',
  'naturalColour',
] as const;

export type ComponentName = (typeof componentNames)[number];

export interface ComponentRule {
  /** Of the native measure. */
  readonly unit: string;
  readonly range: readonly [least: number, most: number];
  /** Whether more of the native measure is better, or less. */
  readonly better: 'more' | 'less';
  /** 0 to 100 of a native measure within the range. */
  readonly value: (native: number) => number;
  /** What is wrong where a policy's bar is missed. */
  readonly finding: ErrorCode;
  /** Faults that make this measure bad by themselves: where one of them is told, this one is not. */
  readonly explainedBy?: readonly ErrorCode[];
}

/** 1 / (1 + e^-x), the curve by which OFIQ's configuration maps most of its measures. */
function sigmoid(native: number, middle: number, width: number): number {
  return 1 / (1 + Math.exp(-(native - middle) / width));
}

/** ISO/IEC 29794-5, head pose: the square of the cosine. */
function ofAngle(degrees: number): number {
  return 100 * Math.max(0, Math.cos((degrees * Math.PI) / 180)) ** 2;
}

export const components: Readonly<Record<ComponentName, ComponentRule>> = {
  // The landmark net's own belief, which has no counterpart in the standard: an animal's face is seldom worth 1.
  faceCertainty: {
    unit: 'belief that this is a face',
    range: [0, 1],
    better: 'more',
    value: (belief) => 100 * belief,
    finding: 'no_face_found',
    explainedBy: ['mask_worn', 'eyes_covered'],
  },
  // OFIQ: SingleFacePresent.
  singleFacePresent: {
    unit: 'area of the second largest face over that of the largest',
    range: [0, 1],
    better: 'less',
    value: (share) => 100 * (1 - share),
    finding: 'several_faces_found',
  },
  backgroundFaces: {
    unit: 'faces beside the largest',
    range: [0, 1000],
    better: 'less',
    value: (count) => 100 / (1 + count),
    finding: 'several_faces_found',
  },
  // In place of OFIQ's four crops of the face image: the nearest of the four edges.
  marginOfFrame: {
    unit: 'distance of the face from the nearest edge over the distance between the eyes; below 0 it is cut off',
    range: [-10, 100],
    better: 'more',
    value: (margin) => 100 * sigmoid(margin, 0, 0.25),
    finding: 'face_cut_off',
  },
  // OFIQ: InterEyeDistance.
  interEyeDistance: {
    unit: 'pixels',
    range: [0, 10_000],
    better: 'more',
    value: (pixels) => 100 * sigmoid(pixels, 70, 20),
    finding: 'face_too_small',
  },
  headPoseYaw: angle('face_turned_away'),
  headPosePitch: angle('face_turned_away'),
  headPoseRoll: angle('head_tilted'),
  // OFIQ measures both by segmentation; here they are probabilities, see measure-cover.ts.
  mouthOcclusionPrevention: cover('mask_worn', ['face_cut_off', 'photo_too_bright', 'contrast_too_low']),
  eyesVisible: cover('eyes_covered', [
    'face_cut_off',
    'mask_worn',
    'photo_too_bright',
    'contrast_too_low',
    'photo_blurred',
  ]),
  // OFIQ: EyesOpen and MouthClosed, on other landmarks.
  eyesOpen: {
    unit: 'opening of the eye that is less open over the distance from eyes to chin',
    range: [0, 1],
    better: 'more',
    value: (opening) => 100 * sigmoid(opening, 0.04, 0.01),
    finding: 'eyes_closed',
    explainedBy: ['eyes_covered', 'face_too_small', 'photo_blurred'],
  },
  mouthClosed: {
    unit: 'opening of the lips over the distance from eyes to chin',
    range: [0, 1],
    better: 'less',
    value: (opening) => 100 * (1 - sigmoid(opening, 0.2, 0.06)),
    finding: 'mouth_open',
  },
  luminanceMean: {
    unit: 'mean luma of the face, 0 to 255',
    range: [0, 255],
    better: 'more',
    value: (luma) => 100 * sigmoid(luma, 51, 12.75),
    finding: 'photo_too_dark',
  },
  // OFIQ: UnderExposurePrevention and OverExposurePrevention.
  underExposurePrevention: {
    unit: 'share of the face with a luma under 25',
    range: [0, 1],
    better: 'less',
    value: (share) => 120 * (0.832 - sigmoid(share, 0.92, 0.05)),
    finding: 'photo_too_dark',
  },
  overExposurePrevention: {
    unit: 'share of the face with a luma over 247',
    range: [0, 1],
    better: 'less',
    value: (share) => 1 / (share + 0.01),
    finding: 'photo_too_bright',
  },
  illuminationUniformity: {
    unit: 'luma of the darker cheek over that of the brighter one',
    range: [0, 1],
    better: 'more',
    value: (ratio) => 100 * ratio,
    finding: 'uneven_light',
    explainedBy: ['face_cut_off'],
  },
  // OFIQ: DynamicRange.
  dynamicRange: {
    unit: 'bits, the entropy of the luma of the face',
    range: [0, 8],
    better: 'more',
    value: (bits) => 12.5 * bits,
    finding: 'contrast_too_low',
    explainedBy: ['photo_too_dark', 'photo_too_bright', 'photo_compressed'],
  },
  sharpness: {
    unit: 'variance of the second derivative of luma where it is least, over the deviation of luma',
    range: [0, 10_000],
    better: 'more',
    value: (detail) => (100 * detail) / (detail + 0.25),
    finding: 'photo_blurred',
    explainedBy: ['face_too_small', 'mask_worn', 'photo_too_dark'],
  },
  compressionArtifacts: {
    unit: 'steps of luma at the borders of blocks over steps elsewhere',
    range: [0, 1000],
    better: 'less',
    value: (blockiness) => 100 * (1 - sigmoid(blockiness, 2, 0.3)),
    finding: 'photo_compressed',
  },
  // OFIQ: NaturalColour.
  naturalColour: {
    unit: "distance of the cheeks' colour in CIELAB from that of skin",
    range: [0, 1000],
    better: 'less',
    value: (distance) => 200 * (1 - sigmoid(distance, 0, 10)),
    finding: 'photo_without_colour',
  },
};

function angle(finding: ErrorCode): ComponentRule {
  return {
    unit: 'degrees from upright and straight',
    range: [0, 180],
    better: 'less',
    value: ofAngle,
    finding,
  };
}

function cover(finding: ErrorCode, explainedBy: readonly ErrorCode[]): ComponentRule {
  return {
    unit: 'probability of being covered',
    range: [0, 1],
    better: 'less',
    value: (probability) => 100 * (1 - probability),
    finding,
    explainedBy,
  };
}

/** The component's value of 0 to 100 for a native measure; what is not a number is worth nothing. */
export function valueOf(name: ComponentName, native: number): number {
  const value = components[name].value(native);
  return Number.isNaN(value) ? 0 : Math.min(100, Math.max(0, value));
}

/** Whether a native measure reaches a bar in the same unit; what is not a number does not. */
export function reaches(name: ComponentName, native: number, bar: number): boolean {
  return components[name].better === 'more' ? native >= bar : native <= bar;
}
