/**
 * Second step: where are the faces? A detector sees a square of a few hundred pixels, so one look at the whole picture loses
 * small faces (BlazeFace those under about a twelfth of it); looks.ts says where to look again. It finds boxes and eyes, and
 * does not judge what it found.
 */
import type { BoxPx } from '../../domain/face.js';
import type { DetectorModel } from '../models/detector-model.js';
import type { NetInput } from '../models/embedding-model.js';
import type { InputShape, NetSession } from '../session/net-session.js';
import { arrangePixels } from './arrange-pixels.js';
import { type Pixels, type Point, mapPoint, scaleOf, turnedView } from './pixels.js';
import { readBlazeface } from './read-blazeface.js';
import { readYunet } from './read-yunet.js';
import type { SightingReader } from './sighting.js';
import { warp } from './warp.js';

const readers: Readonly<Record<DetectorModel['outputs'], SightingReader>> = {
  blazeface: readBlazeface,
  yunet: readYunet,
};

export interface FaceDetector {
  readonly net: NetSession;
  readonly model: DetectorModel;
}

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

/**
 * Looks at each square once; a face seen in several is reported once, the most certain sight of it.
 * @throws RangeError where the net's outputs are not those that its description names
 */
export async function detectFaces(
  detector: FaceDetector,
  picture: Pixels,
  looks: readonly Look[],
): Promise<Detection[]> {
  const detections: Detection[] = [];
  for (const look of looks) detections.push(...(await detectIn(detector, picture, look)));
  return withoutOverlaps(detections);
}

async function detectIn({ net, model }: FaceDetector, picture: Pixels, look: Look): Promise<Detection[]> {
  const { input, minScore } = model;
  const { sidePx } = input;
  const view = turnedView(look.centre, look.sidePx, look.turnRad, sidePx);
  const shownRgbHwc = warp(picture, view, { widthPx: sidePx, heightPx: sidePx });
  const outputs = await net.run(arranged(shownRgbHwc, input), shapeOf(input));
  return readers[model.outputs](outputs, { sidePx, minScore }).map((sighting) => {
    const toPicture = ({ x, y }: Point): Point => mapPoint(view, x, y);
    const centre = toPicture(sighting.centre);
    // Boxes of faces are all but square, so a turned look needs no turned box.
    const [width, height] = [sighting.width * scaleOf(view), sighting.height * scaleOf(view)];
    return {
      boxPx: { x: centre.x - width / 2, y: centre.y - height / 2, width, height },
      score: sighting.score,
      leftEyePx: toPicture(sighting.leftEye),
      rightEyePx: toPicture(sighting.rightEye),
    };
  });
}

/** As the net wants it; what it can take as it is is not copied. */
function arranged(shownRgbHwc: Float32Array, input: NetInput): Float32Array {
  const asItIs =
    input.layout === 'nhwc' &&
    input.colour === 'rgb' &&
    input.divisor === 1 &&
    input.mean.every((value) => value === 0);
  if (asItIs) return shownRgbHwc;
  const pixels = new Float32Array(shownRgbHwc.length);
  arrangePixels(pixels, shownRgbHwc, { input, mirrored: false });
  return pixels;
}

function shapeOf({ layout, sidePx }: NetInput): InputShape {
  return layout === 'nhwc' ? [1, sidePx, sidePx, 3] : [1, 3, sidePx, sidePx];
}

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
