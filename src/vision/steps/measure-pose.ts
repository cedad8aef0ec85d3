/** Where a head points, read off the mesh in three dimensions. It looks at no pixels. */
import type { PoseDegrees } from '../../domain/face.js';
import { type Landmarks, meshPoint } from './find-landmarks.js';

type Vector = readonly [number, number, number];

/** Euler angles of the head from the mesh in three dimensions: the eyes' line and the line from forehead to chin. */
export function measurePose(landmarks: Landmarks): PoseDegrees {
  const across = unit(between(landmarks, meshPoint.leftEyeOuter, meshPoint.rightEyeOuter));
  const downish = between(landmarks, meshPoint.forehead, meshPoint.chin);
  const away = unit(crossProduct(across, downish));
  const rollRad = Math.atan2(across[1], across[0]);
  // Pitch is read with the head's own roll taken out, or a head on its side would seem to look up or down.
  const noseRise = Math.cos(rollRad) * away[1] - Math.sin(rollRad) * away[0];
  const degrees = 180 / Math.PI;
  return {
    roll: rollRad * degrees,
    yaw: Math.asin(clamp(across[2])) * degrees,
    pitch: Math.asin(clamp(noseRise)) * degrees,
  };
}

function between({ pointsPx, depthPx }: Landmarks, from: number, to: number): Vector {
  return [
    pointsPx[to * 2]! - pointsPx[from * 2]!,
    pointsPx[to * 2 + 1]! - pointsPx[from * 2 + 1]!,
    depthPx[to]! - depthPx[from]!,
  ];
}

function unit([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

function crossProduct([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

function clamp(sine: number): number {
  return Math.max(-1, Math.min(1, sine));
}
