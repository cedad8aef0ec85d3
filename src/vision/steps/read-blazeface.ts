/** Reads what BlazeFace (back camera, MediaPipe) puts out for a square of 256 pixels. */
import type { Point } from './pixels.js';
import type { Sighting, SightingReader } from './sighting.js';

/** The net's anchors in the order of its outputs: cells per side, anchors per cell. */
const anchorGrids = [
  { cells: 16, perCell: 2 },
  { cells: 8, perCell: 6 },
] as const;
const anchoredPx = 256;
/** Per anchor: box centre x, y, width, height, then x, y of six points, all in input pixels from the anchor's centre. */
const valuesPerAnchor = 16;

const anchorCentres: readonly Point[] = anchorGrids.flatMap(({ cells, perCell }) =>
  Array.from({ length: cells * cells * perCell }, (_, index) => {
    const cell = Math.floor(index / perCell);
    const step = anchoredPx / cells;
    return { x: ((cell % cells) + 0.5) * step, y: (Math.floor(cell / cells) + 0.5) * step };
  }),
);

export const readBlazeface: SightingReader = ({ scores, boxes }, { minScore }) => {
  const found: Sighting[] = [];
  for (const [index, anchor] of anchorCentres.entries()) {
    const score = 1 / (1 + Math.exp(-scores![index]!));
    if (score < minScore) continue;
    const [dx, dy, width, height, leftX, leftY, rightX, rightY] = boxes!.subarray(index * valuesPerAnchor);
    const from = (u: number, v: number): Point => ({ x: anchor.x + u, y: anchor.y + v });
    found.push({
      centre: from(dx!, dy!),
      width: width!,
      height: height!,
      score,
      leftEye: from(leftX!, leftY!),
      rightEye: from(rightX!, rightY!),
    });
  }
  return found;
};
