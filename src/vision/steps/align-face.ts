/**
 * Fourth step: the face as the embedding net expects it, dlib's chip. Five landmarks are laid onto the mean face by the
 * least-squares similarity transform; nothing is stretched.
 */
import { FacedeskError } from '../../domain/errors.js';
import { type Landmarks, meshPoint, pointAt } from './find-landmarks.js';
import type { Point, Similarity } from './pixels.js';

export const chipPx = 150;
/**
 * Margins of the chips that are embedded, as shares of the mean face: a little tighter and a little wider than the 0.25 that
 * dlib's net was trained with, since the mean of both errs less than either (docs/accuracy.md).
 */
export const chipPaddings = [0.2, 0.3] as const;

/** dlib's mean face for five landmarks, in the unit square: image_transforms/interpolation.h, get_face_chip_details. */
const meanFace: readonly (readonly [mesh: number, x: number, y: number])[] = [
  [meshPoint.rightEyeOuter, 0.8595674595992, 0.2134981538014],
  [meshPoint.rightEyeInner, 0.6460604764104, 0.2289674387677],
  [meshPoint.leftEyeOuter, 0.1205750620789, 0.2137274526848],
  [meshPoint.leftEyeInner, 0.3340850613712, 0.2290642403242],
  [meshPoint.noseBase, 0.4901123135679, 0.6277975316475],
];

/**
 * The view of the picture that shows the aligned face.
 * @param padding margin around the mean face on every side, as a share of its own size
 * @param sizePx side of the square target
 */
export function alignFace(landmarks: Landmarks, padding: number, sizePx = chipPx): Similarity {
  const pairs = meanFace.map(([mesh, x, y]) => ({
    target: {
      x: (sizePx * (padding + x)) / (1 + 2 * padding),
      y: (sizePx * (padding + y)) / (1 + 2 * padding),
    },
    picture: pointAt(landmarks, mesh),
  }));
  return leastSquaresSimilarity(pairs);
}

/**
 * The similarity that maps target points to picture points with the least sum of squared distances (Umeyama 1991, without
 * reflection).
 * @throws FacedeskError no_face_found where all target points coincide or the result is not finite: such points are no face.
 */
export function leastSquaresSimilarity(pairs: readonly { target: Point; picture: Point }[]): Similarity {
  const from = centroid(pairs.map(({ target }) => target));
  const to = centroid(pairs.map(({ picture }) => picture));
  let [dot, cross, spread] = [0, 0, 0];
  for (const { target, picture } of pairs) {
    const [u, v] = [target.x - from.x, target.y - from.y];
    const [x, y] = [picture.x - to.x, picture.y - to.y];
    dot += u * x + v * y;
    cross += u * y - v * x;
    spread += u * u + v * v;
  }
  const [a, b] = [dot / spread, cross / spread];
  const similarity = { a, b, x0: to.x - a * from.x + b * from.y, y0: to.y - b * from.x - a * from.y };
  if (!Object.values(similarity).every(Number.isFinite) || Math.hypot(a, b) === 0) {
    throw new FacedeskError('no_face_found', { detail: 'landmarks without extent' });
  }
  return similarity;
}

function centroid(points: readonly Point[]): Point {
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}
