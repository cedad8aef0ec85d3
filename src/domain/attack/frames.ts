/**
 * What several frames of one visit say together: a live person is never twice exactly the same, does not move as a sheet
 * does, and is one person throughout.
 */
import type { FaceMeasures } from '../face.js';
import { compare } from '../features.js';
import { largestPlaneMotion } from './plane-motion.js';

export const frameSigns = [
  'frames_identical',
  'frames_move_as_a_plane',
  'frames_show_different_people',
] as const;
export type FrameSign = (typeof frameSigns)[number];

export type FrameFace = Pick<FaceMeasures, 'landmarksPx' | 'features'>;

/** Points move less between two frames only where both are one picture, in shares of the face's extent. */
const stillChange = 0.0005;
/** Least change, in the same unit, from which on it can be told how a face moved. */
const toldFromChange = 0.06;
/** A head leaves more of its change unexplained than this share; a sheet leaves less. */
const planeShare = 0.45;

/**
 * @param samePersonScore score under which two frames show different people
 * @returns the signs that the frames show; none where there is but one frame
 */
export function frameSignsOf(frames: readonly FrameFace[], samePersonScore: number): FrameSign[] {
  const pairs = frames.slice(1).map((later, at) => [frames[at]!, later] as const);
  const signs: FrameSign[] = [];
  if (pairs.some(([a, b]) => areIdentical(a, b))) signs.push('frames_identical');
  if (movesAsPlane(frames)) signs.push('frames_move_as_a_plane');
  const [first, ...others] = frames;
  if (first && others.some((other) => compare(first.features, other.features) < samePersonScore))
    signs.push('frames_show_different_people');
  return signs;
}

/** Where neither the face's points nor where they are in the picture changed, both frames are one picture. */
export function areIdentical(a: FrameFace, b: FrameFace): boolean {
  let [moved, extent] = [0, 0];
  for (let i = 0; i < a.landmarksPx.length; i++) {
    moved += (a.landmarksPx[i]! - b.landmarksPx[i]!) ** 2;
    extent += (a.landmarksPx[i]! - a.landmarksPx[i % 2]!) ** 2;
  }
  return Math.sqrt(moved / extent) < stillChange;
}

/** Of all pairs the one that differs most decides, if it differs enough to tell. */
function movesAsPlane(frames: readonly FrameFace[]): boolean {
  const motion = largestPlaneMotion(frames.map(({ landmarksPx }) => landmarksPx));
  return (
    motion !== null && motion.change >= toldFromChange && motion.unexplained < planeShare * motion.change
  );
}
