/**
 * Detection and landmarks together: every face in the picture, once, the largest first. Where a look at the whole picture
 * finds nothing, or only faces so small that others like them were likely missed, it looks again (steps/looks.ts).
 */
import type { BoxPx } from '../domain/face.js';
import type { NetSession } from './session/net-session.js';
import {
  type Detection,
  type FaceDetector,
  type Look,
  containment,
  detectFaces,
} from './steps/detect-faces.js';
import { type Landmarks, findLandmarks, landmarkBoxPx } from './steps/find-landmarks.js';
import { measurePose } from './steps/measure-pose.js';
import type { Pixels } from './steps/pixels.js';
import { tilesOf, turnedPicture, wholePicture, withSurroundings } from './steps/looks.js';
import type { Stopwatch } from './stopwatch.js';

export interface LocatedFace {
  readonly detection: Detection;
  readonly landmarks: Landmarks;
  /** Around the landmarks. */
  readonly boxPx: BoxPx;
}

export interface LocatingNets {
  readonly detector: FaceDetector;
  readonly landmarks: NetSession;
}

/** The landmark net's belief under which a detection is dropped as no face; docs/accuracy.md has the pictures it was set on. */
const minFaceFlag = 0.9;
/** A face narrower than this share of the picture's longer side is near the limit of the first look. */
const smallFaceShare = 1 / 8;
/** Heads at a desk are seldom tilted more; misread ones were seen from 29 degrees on. */
const maxUprightRollDegrees = 20;
/** Boxes of which the smaller lies inside the larger by more than this share are one face. */
const maxContainment = 0.5;
/** Bounds the work that one picture of a crowd can cause; the largest faces are the ones that are measured. */
export const maxFaces = 16;

export async function locateFaces(
  nets: LocatingNets,
  picture: Pixels,
  stopwatch: Stopwatch,
): Promise<LocatedFace[]> {
  const locate = (...looks: Look[]) => locateIn(nets, picture, looks, stopwatch);
  let faces = await locate(wholePicture(picture));
  if (faces.length === 0) faces = await locate(withSurroundings(picture));
  if (faces.length === 0) faces = await locate(...turnedPicture(picture));
  // A head far from upright may be one that the nets misread on its side: the surest sight of it counts.
  if (faces[0] && isTilted(faces[0]))
    faces = distinct([...faces, ...(await locate(...turnedPicture(picture)))]);
  const [largest] = faces;
  return largest && !isSmall(largest, picture)
    ? faces
    : distinct([...faces, ...(await locate(...tilesOf(picture)))]);
}

function isTilted({ landmarks }: LocatedFace): boolean {
  return Math.abs(measurePose(landmarks).roll) > maxUprightRollDegrees;
}

function isSmall({ boxPx }: LocatedFace, { widthPx, heightPx }: Pixels): boolean {
  return boxPx.width < smallFaceShare * Math.max(widthPx, heightPx);
}

async function locateIn(
  nets: LocatingNets,
  picture: Pixels,
  looks: readonly Look[],
  stopwatch: Stopwatch,
): Promise<LocatedFace[]> {
  const detections = await detectFaces(nets.detector, picture, looks);
  stopwatch.lap('detect');
  const largest = detections.toSorted((a, b) => b.boxPx.width - a.boxPx.width).slice(0, maxFaces);
  const faces: LocatedFace[] = [];
  for (const detection of largest) {
    const landmarks = await findLandmarks(nets.landmarks, picture, detection);
    if (landmarks.faceFlag >= minFaceFlag)
      faces.push({ detection, landmarks, boxPx: landmarkBoxPx(landmarks) });
  }
  stopwatch.lap('landmarks');
  return distinct(faces);
}

function distinct(faces: readonly LocatedFace[]): LocatedFace[] {
  const kept: LocatedFace[] = [];
  for (const face of faces.toSorted((a, b) => b.detection.score - a.detection.score)) {
    if (kept.every((other) => containment(other.boxPx, face.boxPx) <= maxContainment)) kept.push(face);
  }
  return kept.sort((a, b) => b.boxPx.width - a.boxPx.width).slice(0, maxFaces);
}
