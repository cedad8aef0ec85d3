/** How far eyes and mouth are open, read off the mesh. It looks at no pixels. */
import type { OpeningMeasures } from '../../domain/face.js';
import { type Landmarks, meshPoint, pointAt } from './find-landmarks.js';

/** Mesh points on the upper and the lower lid, above one another. */
const leftLids = [
  [159, 145],
  [158, 153],
  [160, 144],
] as const;
const rightLids = [
  [386, 374],
  [385, 380],
  [387, 373],
] as const;
/** On the inner edge of the upper and the lower lip. */
const innerLips = [
  [13, 14],
  [82, 87],
  [312, 317],
] as const;

/**
 * The widest of each part's pairs over the T of ISO/IEC 29794-5: the distance from the middle of the eyes to the chin. The
 * mesh follows closed lids only in part, see docs/quality.md.
 */
export function measureOpenings(landmarks: Landmarks): OpeningMeasures {
  const distance = (a: number, b: number): number => {
    const [from, to] = [pointAt(landmarks, a), pointAt(landmarks, b)];
    return Math.hypot(to.x - from.x, to.y - from.y);
  };
  const widest = (pairs: readonly (readonly [number, number])[]): number =>
    Math.max(...pairs.map(([upper, lower]) => distance(upper, lower)));
  const corners = [
    meshPoint.leftEyeOuter,
    meshPoint.leftEyeInner,
    meshPoint.rightEyeInner,
    meshPoint.rightEyeOuter,
  ].map((index) => pointAt(landmarks, index));
  const middle = {
    x: corners.reduce((sum, { x }) => sum + x, 0) / 4,
    y: corners.reduce((sum, { y }) => sum + y, 0) / 4,
  };
  const chin = pointAt(landmarks, meshPoint.chin);
  const eyesToChin = Math.hypot(chin.x - middle.x, chin.y - middle.y);
  return {
    eyes: Math.min(widest(leftLids), widest(rightLids)) / eyesToChin,
    mouth: widest(innerLips) / eyesToChin,
  };
}
