/**
 * How blurred a part of the picture is, after Crete, Dolmiere, Ladret and Nicolas (The Blur Effect, SPIE 2007): what is sharp
 * loses much of its detail when it is blurred again, what is blurred already loses little.
 */
import type { BoxPx } from '../../domain/face.js';
import type { Pixels } from '../steps/pixels.js';
import { cutLuma } from './luma-patch.js';

/** Width to which the face is brought, at most twice that. */
const faceWidthPx = 96;
/** Rows of the face that are looked at, at most twice that: detail is looked for along rows, and not all of them are needed. */
const faceRows = 32;
/** The second blur: a row's mean over 2 x 4 + 1 pixels. */
const halfFilter = 4;
/** Under this mean change of luma from pixel to pixel there is nothing that could be blurred. */
const minDetail = 0.05;

/** @returns blur of the face less that of what is around it, -1 to 1; 0 where there is nothing around it to compare with */
export function measureBlurExcess(picture: Pixels, face: BoxPx): number {
  const factor = Math.max(1, Math.floor(face.width / faceWidthPx));
  const rowStep = factor * Math.max(1, Math.floor(face.height / factor / faceRows));
  const row = { x: face.x - face.width, width: 3 * face.width, height: factor };
  const sums: Sums = { detail: [0, 0], kept: [0, 0] };
  let pixels = 0;
  const lastY = Math.min(picture.heightPx, face.y + 2 * face.height) - factor;
  for (let y = Math.max(0, Math.round(face.y - face.height)); y <= lastY; y += rowStep) {
    const { luma, x } = cutLuma(picture, { ...row, y }, factor);
    const isInside = y >= face.y && y < face.y + face.height;
    const [left, right] = isInside ? [face.x - x, face.x + face.width - x] : [0, 0];
    addRow(luma, { left: left / factor, right: right / factor }, sums);
    pixels += luma.length;
  }
  const blurOf = (part: 0 | 1): number | null =>
    sums.detail[part] > pixels * minDetail ? sums.kept[part] / sums.detail[part] : null;
  const [inside, outside] = [blurOf(0), blurOf(1)];
  return inside === null || outside === null ? 0 : inside - outside;
}

/** Of the face, and of what is around it. */
interface Sums {
  readonly detail: [number, number];
  /** What is left of it after the second blur. */
  readonly kept: [number, number];
}

function addRow(luma: Float32Array, { left, right }: { left: number; right: number }, sums: Sums): void {
  const [first, end] = [halfFilter + 1, luma.length - halfFilter];
  const within = (column: number): number => Math.min(end, Math.max(first, Math.ceil(column)));
  addSpan(luma, { from: first, to: within(left), part: 1 }, sums);
  addSpan(luma, { from: within(left), to: within(right), part: 0 }, sums);
  addSpan(luma, { from: within(right), to: end, part: 1 }, sums);
}

/** What changes from one mean to the next is what comes in on one side less what goes out on the other. */
function addSpan(
  luma: Float32Array,
  { from, to, part }: { from: number; to: number; part: 0 | 1 },
  sums: Sums,
): void {
  let [detail, kept] = [0, 0];
  for (let at = from; at < to; at++) {
    const change = Math.abs(luma[at]! - luma[at - 1]!);
    const blurred = Math.abs(luma[at + halfFilter]! - luma[at - halfFilter - 1]!) / (2 * halfFilter + 1);
    detail += change;
    kept += Math.min(change, blurred);
  }
  sums.detail[part] += detail;
  sums.kept[part] += kept;
}
