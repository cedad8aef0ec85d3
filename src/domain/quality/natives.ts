/** From what vision measured of a face and its picture to each component's native measure. */
import type { BoxPx, FaceAppearance, PictureMeasures } from '../face.js';
import type { ComponentName } from './components.js';

export type Natives = Readonly<Record<ComponentName, number>>;

/** The face that a photo is of: the largest. Undefined where there is none. */
export function subjectFace<Face extends FaceAppearance>({ faces }: PictureMeasures<Face>): Face | undefined {
  return faces.reduce<Face | undefined>(
    (largest, face) => (largest === undefined || face.boxPx.width > largest.boxPx.width ? face : largest),
    undefined,
  );
}

export function nativesOf<Face extends FaceAppearance>(picture: PictureMeasures<Face>, face: Face): Natives {
  const others = picture.faces.filter((other) => other !== face);
  return {
    faceCertainty: face.faceFlag,
    singleFacePresent: Math.max(0, ...others.map((other) => areaOf(other.boxPx))) / areaOf(face.boxPx),
    backgroundFaces: others.length,
    marginOfFrame: leastMarginPx(face.boxPx, picture) / face.interEyeDistancePx,
    interEyeDistance: face.interEyeDistancePx,
    headPoseYaw: Math.abs(face.pose.yaw),
    headPosePitch: Math.abs(face.pose.pitch),
    headPoseRoll: Math.abs(face.pose.roll),
    mouthOcclusionPrevention: face.cover.mouth,
    eyesVisible: face.cover.eyes,
    eyesOpen: face.opening.eyes,
    mouthClosed: face.opening.mouth,
    luminanceMean: face.exposure.meanLuma,
    underExposurePrevention: face.exposure.underShare,
    overExposurePrevention: face.exposure.overShare,
    illuminationUniformity: face.exposure.uniformity,
    dynamicRange: face.exposure.entropyBits,
    sharpness: face.sharpness,
    compressionArtifacts: face.blockiness,
    naturalColour: distanceFromSkin(face.colour),
  };
}

/** By its width, since a box around landmarks grows in height with an open mouth. */
function areaOf({ width }: BoxPx): number {
  return width * width;
}

/** From the face's landmarks to the nearest edge; negative where some are outside. */
function leastMarginPx(box: BoxPx, { widthPx, heightPx }: { widthPx: number; heightPx: number }): number {
  return Math.min(box.x, box.y, widthPx - 1 - (box.x + box.width), heightPx - 1 - (box.y + box.height));
}

/** What OFIQ's NaturalColour takes for skin: a* of 5 to 25, b* of 5 to 35; a green or blue face is at 100. */
function distanceFromSkin({ a, b }: { a: number; b: number }): number {
  if (a < 0 || b < 0) return 100;
  return Math.hypot(Math.max(5 - a, a - 25, 0), Math.max(5 - b, b - 35, 0));
}
