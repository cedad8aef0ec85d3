/**
 * Whether something hides the mouth or the eyes: a logistic regression on how cells of the aligned chip differ from skin that
 * is seldom hidden, in brightness, colour and texture. docs/quality.md says what it was fitted on and what it misses.
 */
import type { CoverMeasures } from '../../domain/face.js';
import { chipPx } from './align-face.js';
import type { ChipPlanes, Window } from './chip-planes.js';
import { coverWeights, type LogisticWeights } from './cover-weights.js';

interface CoverGrid {
  /** Skin to compare with. */
  readonly reference: readonly Window[];
  /** The cells on the picture's left half; each is averaged with its mirror image on the right. */
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
  readonly cellPx: number;
}

/** From under the nose bridge to the chin, compared with the nose bridge and the skin under the eyes. */
const mouthGrid: CoverGrid = {
  reference: [
    { x: 62, y: 46, width: 26, height: 12 },
    { x: 34, y: 56, width: 24, height: 8 },
    { x: 92, y: 56, width: 24, height: 8 },
  ],
  ...{ x: 30, y: 66, columns: 3, rows: 5, cellPx: 15 },
};

/** From the brows to under the eyes, compared with the cheeks and the nose. */
const eyesGrid: CoverGrid = {
  reference: [{ x: 36, y: 66, width: 78, height: 24 }],
  ...{ x: 23, y: 26, columns: 5, rows: 4, cellPx: 10 },
};

/** Added to luma before a ratio is taken, so that noise in the dark is no contrast. */
const lumaFloor = 8;

export function measureCover(planes: ChipPlanes): CoverMeasures {
  return {
    mouth: probability(describe(planes, mouthGrid), coverWeights.mouth),
    eyes: probability(describe(planes, eyesGrid), coverWeights.eyes),
  };
}

function probability(description: Float64Array, { weights, bias }: LogisticWeights): number {
  const logit = description.reduce((sum, value, index) => sum + value * weights[index]!, bias);
  return 1 / (1 + Math.exp(-logit));
}

/**
 * Six values for each cell, value by value: logarithm of its luma over the reference's, deviation of its luma, difference of
 * its two chromas, all over the reference's luma; then that logarithm without its sign, and the length of the chroma difference.
 */
function describe(planes: ChipPlanes, grid: CoverGrid): Float64Array {
  const { columns, rows, cellPx } = grid;
  const cells = columns * rows;
  const skin = meanColour(grid.reference.map((window) => sumsOf(planes, window)));
  const reference = skin.luma + lumaFloor;
  const values = new Float64Array(cells * 6);
  for (let cell = 0; cell < cells; cell++) {
    const x = grid.x + (cell % columns) * cellPx;
    const y = grid.y + Math.floor(cell / columns) * cellPx;
    for (const left of [x, chipPx - x - cellPx]) {
      const sums = sumsOf(planes, { x: left, y, width: cellPx, height: cellPx });
      const colour = meanColour([sums]);
      const variance = sums.lumaSquares / sums.count - colour.luma * colour.luma;
      values[cell]! += Math.log((colour.luma + lumaFloor) / reference) / 2;
      values[cells + cell]! += Math.sqrt(Math.max(0, variance)) / reference / 2;
      values[cells * 2 + cell]! += (colour.blueness - skin.blueness) / reference / 2;
      values[cells * 3 + cell]! += (colour.redness - skin.redness) / reference / 2;
    }
    values[cells * 4 + cell] = Math.abs(values[cell]!);
    values[cells * 5 + cell] = Math.hypot(values[cells * 2 + cell]!, values[cells * 3 + cell]!);
  }
  return values;
}

interface ColourSums {
  readonly count: number;
  readonly red: number;
  readonly blue: number;
  readonly luma: number;
  readonly lumaSquares: number;
}

function sumsOf({ red, blue, luma }: ChipPlanes, { x, y, width, height }: Window): ColourSums {
  const sums = { count: width * height, red: 0, blue: 0, luma: 0, lumaSquares: 0 };
  for (let row = y; row < y + height; row++) {
    for (let at = row * chipPx + x; at < row * chipPx + x + width; at++) {
      sums.red += red[at]!;
      sums.blue += blue[at]!;
      sums.luma += luma[at]!;
      sums.lumaSquares += luma[at]! * luma[at]!;
    }
  }
  return sums;
}

/** Mean luma and the two chroma differences of Rec. 601. */
function meanColour(parts: readonly ColourSums[]): { luma: number; blueness: number; redness: number } {
  const total = (of: (sums: ColourSums) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
  const count = total((sums) => sums.count);
  const luma = total((sums) => sums.luma) / count;
  return {
    luma,
    blueness: (total((sums) => sums.blue) / count - luma) * 0.564,
    redness: (total((sums) => sums.red) / count - luma) * 0.713,
  };
}
