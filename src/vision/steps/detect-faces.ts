/**
 * Second step: where are the faces? BlazeFace sees a square of 256 pixels, so one look at the whole picture loses faces under
 * about a twelfth of it; looks.ts says where to look again. It finds boxes and eyes, and does not judge what it found.
 */
import type { BoxPx } from '../../domain/face.js';
import type { NetSession } from '../session/net-session.js';
import { type Pixels, type Point, mapPoint, scaleOf, turnedView } from './pixels.js';
import { warp } from './warp.js';

const inputPx = 256;
/** The net's anchors in the order of its outputs (BlazeFace, back camera): cells per side, anchors per cell. */
const anchorGrids = [
  { cells: 16, perCell: 2 },
  { cells: 8, perCell: 6 },
] as const;
/** Per anchor: box centre x, y, width, height, then x, y of six points, all in input pixels from the anchor's centre. */
const valuesPerAnchor = 16;

/** MediaPipe's own default for this net. */
const minScore = 0.5;
/** Boxes that overlap by more than this share of their union are one face (MediaPipe's non-maximum suppression). */
const maxOverlap = 0.3;

export interface Detection {
  readonly boxPx: BoxPx;
  /** 0 to 1 */
  readonly score: number;
  /** Centre of the eye that is on the left in an upright picture, in pixels of the picture. */
  readonly leftEyePx: Point;
  readonly rightEyePx: Point;
}

/** A square of the picture to look at; it may reach beyond the picture's edges. */
export interface Look {
  readonly centre: Point;
  readonly sidePx: number;
  /** How far the square is turned clockwise, in radians: what lies on its side in the picture stands upright in the look. */
  readonly turnRad: number;
}

/** Looks at each square once; a face seen in several is reported once, the most certain sight of it. */
export async function detectFaces(
  net: NetSession,
  picture: Pixels,
  looks: readonly Look[],
): Promise<Detection[]> {
  const detections: Detection[] = [];
  for (const look of looks) detections.push(...(await detectIn(net, picture, look)));
  return withoutOverlaps(detections);
}

async function detectIn(net: NetSession, picture: Pixels, look: Look): Promise<Detection[]> {
  const view = turnedView(look.centre, look.sidePx, look.turnRad, inputPx);
  const inputRgbHwc = warp(picture, view, { widthPx: inputPx, heightPx: inputPx });
  const { scores, boxes } = await net.run(inputRgbHwc, [1, inputPx, inputPx, 3]);
  const found: Detection[] = [];
  for (const [index, anchor] of anchorCentres.entries()) {
    const score = 1 / (1 + Math.exp(-scores![index]!));
    if (score < minScore) continue;
    const [dx, dy, width, height, leftX, leftY, rightX, rightY] = boxes!.subarray(index * valuesPerAnchor);
    const toPicture = (u: number, v: number): Point => mapPoint(view, anchor.x + u, anchor.y + v);
    const centre = toPicture(dx!, dy!);
    // The net's boxes are all but square, so a turned look needs no turned box.
    const [widthPx, heightPx] = [width! * scaleOf(view), height! * scaleOf(view)];
    found.push({
      boxPx: { x: centre.x - widthPx / 2, y: centre.y - heightPx / 2, width: widthPx, height: heightPx },
      score,
      leftEyePx: toPicture(leftX!, leftY!),
      rightEyePx: toPicture(rightX!, rightY!),
    });
  }
  return found;
}

const anchorCentres: readonly Point[] = anchorGrids.flatMap(({ cells, perCell }) =>
  Array.from({ length: cells * cells * perCell }, (_, index) => {
    const cell = Math.floor(index / perCell);
    const step = inputPx / cells;
    return { x: ((cell % cells) + 0.5) * step, y: (Math.floor(cell / cells) + 0.5) * step };
  }),
);

function withoutOverlaps(detections: readonly Detection[]): Detection[] {
  const kept: Detection[] = [];
  for (const detection of detections.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((other) => overlap(other.boxPx, detection.boxPx) <= maxOverlap)) kept.push(detection);
  }
  return kept;
}

/** Intersection over union, 0 to 1. */
export function overlap(a: BoxPx, b: BoxPx): number {
  const shared = sharedArea(a, b);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Share of the smaller box that lies inside the other, 0 to 1. */
export function containment(a: BoxPx, b: BoxPx): number {
  return sharedArea(a, b) / Math.min(a.width * a.height, b.width * b.height);
}

function sharedArea(a: BoxPx, b: BoxPx): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
