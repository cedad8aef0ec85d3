/**
 * Looks for the sides of a sheet or a screen around the face: long straight edges that nothing interrupts, all turned alike.
 * A wall's lines behind a person end at the shoulders; a sheet's go on below the chin, and its lower side crosses the chest.
 */
import type { BoxPx } from '../../domain/face.js';
import type { Pixels } from '../steps/pixels.js';
import { cutLuma, type LumaPatch } from './luma-patch.js';

/** Width in pixels to which the face is brought, at most twice that: sides stay visible, texture does not. */
const faceWidthPx = 32;
/** Change of luma over two pixels from which on there is an edge. */
const minStep = 12;
/** Darker pixels are no bezel but what a program padded a picture with. */
const minLuma = 4;
/** How far a sheet's sides may be turned against the face on it. */
const turnsDegrees = [-12, -10, -8, -6, -4, -2, 0, 2, 4, 6, 8, 10, 12];

/** Where a side is looked for, in sizes of the face from its centre, along the face's own axes. */
interface SideSearch {
  readonly outwardDegrees: number;
  readonly nearest: number;
  readonly farthest: number;
  /** Between which the edge has to run; grows clockwise around the face. */
  readonly from: number;
  readonly to: number;
}

type Side = 'left' | 'right' | 'top' | 'bottom';

const searches: Readonly<Record<Side, SideSearch>> = {
  right: { outwardDegrees: 0, nearest: 0.6, farthest: 1.7, from: -0.7, to: 1.05 },
  bottom: { outwardDegrees: 90, nearest: 0.65, farthest: 2, from: -0.7, to: 0.7 },
  left: { outwardDegrees: 180, nearest: 0.6, farthest: 1.7, from: -1.05, to: 0.7 },
  top: { outwardDegrees: 270, nearest: 0.6, farthest: 1.6, from: -0.7, to: 0.7 },
};

/** For each side the share of its best edge's length that is seen, 0 to 1. */
export type FrameSides = Readonly<Record<Side, number>>;

/**
 * @param rollDegrees of the face, clockwise
 * @returns share of the length that is seen of the worst of the sheet's sides: left, right and lower one, or all four but one
 */
export function measureFrameSupport(picture: Pixels, face: BoxPx, rollDegrees: number): number {
  const turns = frameSides(picture, face, rollDegrees);
  return Math.max(...turns.map(thirdOf));
}

/** All sides but the least visible one. */
function thirdOf({ left, right, top, bottom }: FrameSides): number {
  return [left, right, top, bottom].sort((a, b) => a - b)[1]!;
}

/** The sides for each turn; those of neighbouring turns count for one another, as a sheet is seen at an angle. */
export function frameSides(picture: Pixels, face: BoxPx, rollDegrees: number): FrameSides[] {
  const factor = Math.max(1, Math.floor(face.width / faceWidthPx));
  const reach = 2.4 * Math.max(face.width, face.height);
  const centre = { x: face.x + face.width / 2, y: face.y + face.height / 2 };
  const around = { x: centre.x - reach, y: centre.y - reach, width: 2 * reach, height: 2 * reach };
  const patch = cutLuma(picture, around, factor);
  const view = {
    x: (centre.x - patch.x) / factor,
    y: (centre.y - patch.y) / factor,
    width: face.width / factor,
    height: face.height / factor,
  };
  const seen = turnsDegrees.map((turn) => sidesAt(patch, view, rollDegrees + turn));
  return seen.map((sides, at) => {
    const near = [seen[at - 1] ?? sides, sides, seen[at + 1] ?? sides];
    const best = (side: Side) => Math.max(...near.map((other) => other[side]));
    return { left: best('left'), right: best('right'), top: best('top'), bottom: best('bottom') };
  });
}

function sidesAt(patch: LumaPatch, face: BoxPx, turnDegrees: number): FrameSides {
  const best = (side: Side): number => {
    const { outwardDegrees, nearest, farthest, from, to } = searches[side];
    const isUpright = side === 'left' || side === 'right';
    const [across, along] = isUpright ? [face.width, face.height] : [face.height, face.width];
    const angle = ((outwardDegrees + turnDegrees) * Math.PI) / 180;
    let share = 0;
    for (let distance = nearest * across; distance <= farthest * across; distance++) {
      const line = { angle, distance, from: from * along, to: to * along };
      share = Math.max(share, edgeShare(patch, face, line, share));
    }
    return share;
  };
  return { left: best('left'), right: best('right'), top: best('top'), bottom: best('bottom') };
}

interface Line {
  /** Of the direction away from the face, clockwise in radians. */
  readonly angle: number;
  readonly distance: number;
  readonly from: number;
  readonly to: number;
}

/** Share of the line's length at which brightness changes across it, always in the same sense; 0 where it is not `enough`. */
function edgeShare(
  { luma, widthPx, heightPx }: LumaPatch,
  { x, y }: { x: number; y: number },
  { angle, distance, from, to }: Line,
  enough: number,
): number {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const startX = x + cos * distance + 0.5;
  const startY = y + sin * distance + 0.5;
  const samples = Math.max(1, Math.floor((to - from) / 2) + 1);
  const mostWithout = samples * (1 - enough);
  let [rising, falling, without] = [0, 0, 0];
  for (let t = from; t <= to; t += 2) {
    if (without >= mostWithout) return 0;
    const u = startX - sin * t;
    const v = startY + cos * t;
    if (u < 2 || v < 2 || u >= widthPx - 2 || v >= heightPx - 2) {
      without++;
      continue;
    }
    const inner = luma[((v - sin) | 0) * widthPx + ((u - cos) | 0)]!;
    const outer = luma[((v + sin) | 0) * widthPx + ((u + cos) | 0)]!;
    const step = outer - inner;
    if (Math.min(inner, outer) < minLuma) without++;
    else if (step > minStep) rising++;
    else if (step < -minStep) falling++;
    else without++;
  }
  return Math.max(rising, falling) / samples;
}
