/**
 * Fourth step: the face as an embedding net expects it. Landmarks are laid onto the points of an alignment template by the
 * least-squares similarity transform; nothing is stretched.
 */
import { FacedeskError } from '../../domain/errors.js';
import type { AlignmentName, ChipView } from '../models/embedding-model.js';
import { alignmentTemplates } from './alignment-templates.js';
import { type Landmarks, pointAt } from './find-landmarks.js';
import { mapPoint, type Point, type Similarity } from './pixels.js';

/** Side of dlib's chip, on which a face's sharpness and light are measured whatever net embeds it. */
export const chipPx = 150;

export interface ChipShape extends ChipView {
  readonly alignment: AlignmentName;
  /** Side of the square target. */
  readonly sidePx: number;
}

/** The view of the picture that shows the aligned face. */
export function alignFace(
  landmarks: Landmarks,
  { alignment, padding, turnDegrees, sidePx }: ChipShape,
): Similarity {
  const pairs = alignmentTemplates[alignment].map(([mesh, x, y]) => ({
    target: {
      x: (sidePx * (padding + x)) / (1 + 2 * padding),
      y: (sidePx * (padding + y)) / (1 + 2 * padding),
    },
    picture: centroid(mesh.map((index) => pointAt(landmarks, index))),
  }));
  const view = leastSquaresSimilarity(pairs);
  return turnDegrees === 0 ? view : turned(view, (turnDegrees * Math.PI) / 180, (sidePx - 1) / 2);
}

/** The view turned clockwise about the target's middle. */
function turned(view: Similarity, turnRad: number, middle: number): Similarity {
  const [cos, sin] = [Math.cos(turnRad), Math.sin(turnRad)];
  const [a, b] = [view.a * cos - view.b * sin, view.b * cos + view.a * sin];
  const { x, y } = mapPoint(view, middle, middle);
  return { a, b, x0: x - a * middle + b * middle, y0: y - b * middle - a * middle };
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
