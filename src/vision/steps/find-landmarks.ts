/**
 * Third step: 468 points on each face (MediaPipe's face mesh), and the net's belief that it saw a face at all. The first pass
 * looks where the detector pointed; the second looks where the first pass' own points say that the face is.
 */
import type { BoxPx } from '../../domain/face.js';
import type { NetSession } from '../session/net-session.js';
import type { Detection } from './detect-faces.js';
import { type Pixels, type Point, type Similarity, mapPoint, scaleOf, turnedView } from './pixels.js';
import { warp } from './warp.js';

const inputPx = 192;
export const landmarkCount = 468;
/** The net was trained on squares of 1.5 times the face's box with the eyes level (MediaPipe, face_landmark graph). */
const cropFactor = 1.5;

/** Numbers of mesh points that other steps need; left and right are those of an upright picture. */
export const meshPoint = {
  leftEyeOuter: 33,
  leftEyeInner: 133,
  rightEyeInner: 362,
  rightEyeOuter: 263,
  noseBase: 2,
  noseTip: 1,
  leftMouthCorner: 61,
  rightMouthCorner: 291,
  forehead: 10,
  chin: 152,
} as const;

export interface Landmarks {
  /** 468 points, x then y, in pixels of the picture. */
  readonly pointsPx: Float32Array;
  /** Depth of each point in pixels of the picture, smaller is nearer to the camera; relative to the head's own middle. */
  readonly depthPx: Float32Array;
  /** 0 to 1 */
  readonly faceFlag: number;
}

export function pointAt(landmarks: Landmarks, index: number): Point {
  return { x: landmarks.pointsPx[index * 2]!, y: landmarks.pointsPx[index * 2 + 1]! };
}

/** Distance between the centres of the eyes (middle of their corners), in pixels of the picture. */
export function eyeDistancePx(landmarks: Landmarks): number {
  const eye = (outer: number, inner: number): Point => {
    const [a, b] = [pointAt(landmarks, outer), pointAt(landmarks, inner)];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  };
  const left = eye(meshPoint.leftEyeOuter, meshPoint.leftEyeInner);
  const right = eye(meshPoint.rightEyeOuter, meshPoint.rightEyeInner);
  return Math.hypot(right.x - left.x, right.y - left.y);
}

/** The upright box around all points. */
export function landmarkBoxPx({ pointsPx }: Landmarks): BoxPx {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < pointsPx.length; i += 2) {
    left = Math.min(left, pointsPx[i]!);
    right = Math.max(right, pointsPx[i]!);
    top = Math.min(top, pointsPx[i + 1]!);
    bottom = Math.max(bottom, pointsPx[i + 1]!);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Finds the landmarks of one detected face in two passes. */
export async function findLandmarks(
  net: NetSession,
  picture: Pixels,
  detection: Detection,
): Promise<Landmarks> {
  const first = await runNet(net, picture, viewOfDetection(detection));
  return runNet(net, picture, viewOfLandmarks(first));
}

function viewOfDetection({ boxPx, leftEyePx, rightEyePx }: Detection): Similarity {
  const centre = { x: boxPx.x + boxPx.width / 2, y: boxPx.y + boxPx.height / 2 };
  const sidePx = cropFactor * Math.max(boxPx.width, boxPx.height);
  return turnedView(centre, sidePx, angle(leftEyePx, rightEyePx), inputPx);
}

function viewOfLandmarks(landmarks: Landmarks): Similarity {
  const turnRad = angle(
    pointAt(landmarks, meshPoint.leftEyeOuter),
    pointAt(landmarks, meshPoint.rightEyeOuter),
  );
  const cos = Math.cos(turnRad);
  const sin = Math.sin(turnRad);
  let [minU, maxU, minV, maxV] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < landmarkCount; i++) {
    const { x, y } = pointAt(landmarks, i);
    const u = cos * x + sin * y;
    const v = cos * y - sin * x;
    minU = Math.min(minU, u);
    maxU = Math.max(maxU, u);
    minV = Math.min(minV, v);
    maxV = Math.max(maxV, v);
  }
  const [u, v] = [(minU + maxU) / 2, (minV + maxV) / 2];
  const centre = { x: cos * u - sin * v, y: sin * u + cos * v };
  return turnedView(centre, cropFactor * Math.max(maxU - minU, maxV - minV), turnRad, inputPx);
}

async function runNet(net: NetSession, picture: Pixels, view: Similarity): Promise<Landmarks> {
  const inputRgbHwc = warp(picture, view, { widthPx: inputPx, heightPx: inputPx });
  const output = await net.run(inputRgbHwc, [1, inputPx, inputPx, 3]);
  const points = output.points!;
  const pointsPx = new Float32Array(landmarkCount * 2);
  const depthPx = new Float32Array(landmarkCount);
  const scale = scaleOf(view);
  for (let i = 0; i < landmarkCount; i++) {
    const at = mapPoint(view, points[i * 3]!, points[i * 3 + 1]!);
    pointsPx[i * 2] = at.x;
    pointsPx[i * 2 + 1] = at.y;
    depthPx[i] = points[i * 3 + 2]! * scale;
  }
  return { pointsPx, depthPx, faceFlag: output.face_flag![0]! };
}

/** Clockwise angle of the line from one point to another, in radians. */
function angle(from: Point, to: Point): number {
  return Math.atan2(to.y - from.y, to.x - from.x);
}
