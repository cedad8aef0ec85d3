/**
 * Everything that is measured of a located face besides its features: pose, light, sharpness, colour, openings, cover and
 * compression. It measures and never judges.
 */
import type { FaceAppearance } from '../domain/face.js';
import type { LocatedFace } from './locate-faces.js';
import { alignFace, chipPx, type ChipShape } from './steps/align-face.js';
import { chipPlanes } from './steps/chip-planes.js';
import { eyeDistancePx } from './steps/find-landmarks.js';
import { measureBlockiness } from './steps/measure-blockiness.js';
import { measureCover } from './steps/measure-cover.js';
import { measureLight } from './steps/measure-light.js';
import { measureOpenings } from './steps/measure-openings.js';
import { measurePose } from './steps/measure-pose.js';
import type { Pixels } from './steps/pixels.js';
import { warp } from './steps/warp.js';

/** The chip that is measured, so that the figures' limits hold for every model and effort. */
const measuredChip: ChipShape = { alignment: 'dlib-150', padding: 0.2, turnDegrees: 0, sidePx: chipPx };

export function measureAppearance(picture: Pixels, face: LocatedFace): FaceAppearance {
  const { landmarks, detection, boxPx } = face;
  const view = alignFace(landmarks, measuredChip);
  const planes = chipPlanes(warp(picture, view, { widthPx: chipPx, heightPx: chipPx }));
  return {
    boxPx,
    detectionScore: detection.score,
    faceFlag: landmarks.faceFlag,
    landmarksPx: landmarks.pointsPx,
    pose: measurePose(landmarks),
    interEyeDistancePx: eyeDistancePx(landmarks),
    ...measureLight(planes),
    opening: measureOpenings(landmarks),
    cover: measureCover(planes),
    blockiness: measureBlockiness(picture, boxPx),
  };
}
