/**
 * How blurred a part of the picture is, after Crete, Dolmiere, Ladret and Nicolas (The Blur Effect, SPIE 2007): what is sharp
 * loses much of its detail when it is blurred again, what is blurred already loses little.
 */
import type { BoxPx } from '../../domain/face.js';
import type { Pixels } from '../steps/pixels.js';
import { cutLuma, type LumaPatch } from './luma-patch.js';

/** Width to which the face is brought, at most twice that. */
const faceWidthPx = 96;
/** The second blur: a row's mean over 2 x 4 + 1 pixels. */
const halfFilter = 4;

/** @returns blur of the face less that of what is around it, -1 to 1; 0 where there is nothing around it to compare with */
export function measureBlurExcess(picture: Pixels, face: BoxPx): number {
  const factor = Math.max(1, Math.floor(face.width / faceWidthPx));
  const grown = {
    x: face.x - face.width,
    y: face.y - face.height,
    width: 3 * face.width,
    height: 3 * face.height,
  };
  const patch = cutLuma(picture, grown, factor);
  const inner = {
    left: (face.x - patch.x) / factor,
    right: (face.x + face.width - patch.x) / factor,
    top: (face.y - patch.y) / factor,
    bottom: (face.y + face.height - patch.y) / factor,
  };
  const [inside, outside] = blurInsideAndOutside(patch, inner);
  return inside === null || outside === null ? 0 : inside - outside;
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function blurInsideAndOutside(
  { luma, widthPx, heightPx }: LumaPatch,
  { left, right, top, bottom }: Bounds,
): [number | null, number | null] {
  const detail = [0, 0];
  const kept = [0, 0];
  for (let row = 0; row < heightPx; row++) {
    const start = row * widthPx;
    const rowInside = row >= top && row < bottom;
    let sum = 0;
    for (let i = 0; i <= 2 * halfFilter && i < widthPx; i++) sum += luma[start + i]!;
    let lastMean = sum;
    for (let column = halfFilter + 1; column < widthPx - halfFilter; column++) {
      sum += luma[start + column + halfFilter]! - luma[start + column - halfFilter - 1]!;
      const change = Math.abs(luma[start + column]! - luma[start + column - 1]!);
      const changeBlurred = Math.abs(sum - lastMean) / (2 * halfFilter + 1);
      lastMean = sum;
      const part = rowInside && column >= left && column < right ? 0 : 1;
      detail[part]! += change;
      kept[part]! += change - Math.max(0, change - changeBlurred);
    }
  }
  const blur = (part: 0 | 1): number | null =>
    detail[part]! > widthPx * heightPx * 0.05 ? kept[part]! / detail[part]! : null;
  return [blur(0), blur(1)];
}
