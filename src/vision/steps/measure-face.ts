/**
 * What can be said of a face beside its features: where the head points, how sharp and how well lit it is. Measured on the
 * aligned chip, so that the figures mean the same for a near face and a far one.
 */
import type { ExposureMeasures, PoseDegrees } from '../../domain/face.js';
import { chipPx } from './align-face.js';
import { type Landmarks, meshPoint } from './find-landmarks.js';

/** Rows and columns of the chip that show skin, eyes and mouth for nearly every face, rather than hair and background. */
const innerFace = { from: Math.round(chipPx * 0.2), to: Math.round(chipPx * 0.8) };

/** @param chipRgbHwc float32, 150 x 150 x 3, 0 to 255 */
export function measureLight(chipRgbHwc: Float32Array): { sharpness: number; exposure: ExposureMeasures } {
  const luma = lumaOf(chipRgbHwc);
  let [count, sum, squares, under, over, laplaceSum, laplaceSquares] = [0, 0, 0, 0, 0, 0, 0];
  for (let row = innerFace.from; row < innerFace.to; row++) {
    for (let column = innerFace.from; column < innerFace.to; column++) {
      const at = row * chipPx + column;
      const value = luma[at]!;
      const laplacian = luma[at - 1]! + luma[at + 1]! + luma[at - chipPx]! + luma[at + chipPx]! - 4 * value;
      count++;
      sum += value;
      squares += value * value;
      if (value < 25) under++;
      if (value > 247) over++;
      laplaceSum += laplacian;
      laplaceSquares += laplacian * laplacian;
    }
  }
  const meanLuma = sum / count;
  const laplaceMean = laplaceSum / count;
  return {
    sharpness: laplaceSquares / count - laplaceMean * laplaceMean,
    exposure: {
      meanLuma,
      underShare: under / count,
      overShare: over / count,
      contrast: Math.sqrt(Math.max(0, squares / count - meanLuma * meanLuma)),
    },
  };
}

/** Rec. 601 luma, 0 to 255, one value a pixel. */
function lumaOf(rgbHwc: Float32Array): Float32Array {
  const luma = new Float32Array(rgbHwc.length / 3);
  for (let i = 0; i < luma.length; i++) {
    luma[i] = 0.299 * rgbHwc[i * 3]! + 0.587 * rgbHwc[i * 3 + 1]! + 0.114 * rgbHwc[i * 3 + 2]!;
  }
  return luma;
}

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
