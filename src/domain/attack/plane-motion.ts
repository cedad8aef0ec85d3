/**
 * Whether a face moved between two frames as a flat thing does. A sheet or a screen may be turned as one likes: its points
 * stay related by a homography. A head's do not, because the nose stands out.
 */

/** x then y of each point, in any unit; the same points in the same order. */
export type Points = ArrayLike<number>;

export interface PlaneMotion {
  /** How far points moved against one another, beyond shift, turn and size: RMS as a share of the face's own extent. */
  readonly change: number;
  /** What of it no homography explains, in the same unit. */
  readonly unexplained: number;
}

/**
 * Compares the same points in two frames at a time, in all pairs of frames.
 * @returns the motion between the two frames that differ most; null where there are fewer than two
 */
export function largestPlaneMotion(frames: readonly Points[]): PlaneMotion | null {
  const faces = frames.map(normalised);
  let largest: { change: number; from: Float64Array; to: Float64Array } | null = null;
  for (const [at, from] of faces.entries())
    for (const to of faces.slice(at + 1)) {
      const change = rmsResidual(from, to, similarity(from, to));
      if (largest === null || change > largest.change) largest = { change, from, to };
    }
  if (largest === null) return null;
  const { change, from, to } = largest;
  return { change, unexplained: rmsResidual(from, to, homography(from, to)) };
}

/** Centred on the mean, with unit RMS distance from it: what makes the equations well conditioned (Hartley 1997). */
function normalised(points: Points): Float64Array {
  const count = points.length / 2;
  let [x, y, spread] = [0, 0, 0];
  for (let i = 0; i < points.length; i += 2) {
    x += points[i]! / count;
    y += points[i + 1]! / count;
  }
  for (let i = 0; i < points.length; i += 2) spread += (points[i]! - x) ** 2 + (points[i + 1]! - y) ** 2;
  const scale = 1 / Math.sqrt(spread / count || 1);
  return Float64Array.from(points, (value, i) => (value - (i % 2 === 0 ? x : y)) * scale);
}

/** The eight numbers h of x' = (h0 x + h1 y + h2) / (h6 x + h7 y + 1) and y' = (h3 x + h4 y + h5) / (h6 x + h7 y + 1). */
type Mapping = readonly number[];

function similarity(from: Float64Array, to: Float64Array): Mapping {
  let [dot, cross, spread] = [0, 0, 0];
  for (let i = 0; i < from.length; i += 2) {
    dot += from[i]! * to[i]! + from[i + 1]! * to[i + 1]!;
    cross += from[i]! * to[i + 1]! - from[i + 1]! * to[i]!;
    spread += from[i]! ** 2 + from[i + 1]! ** 2;
  }
  const [a, b] = [dot / spread, cross / spread];
  return [a, -b, 0, b, a, 0, 0, 0];
}

/** Least squares of the linearised equations (Hartley and Zisserman, Multiple View Geometry, 4.1). */
function homography(from: Float64Array, to: Float64Array): Mapping {
  const sums = Array.from({ length: 8 }, () => new Float64Array(9));
  const add = (row: readonly number[]): void => {
    for (let i = 0; i < 8; i++) for (let j = 0; j < 9; j++) sums[i]![j]! += row[i]! * row[j]!;
  };
  for (let i = 0; i < from.length; i += 2) {
    const [x, y, u, v] = [from[i]!, from[i + 1]!, to[i]!, to[i + 1]!];
    add([x, y, 1, 0, 0, 0, -u * x, -u * y, u]);
    add([0, 0, 0, x, y, 1, -v * x, -v * y, v]);
  }
  return solve(sums);
}

/** Gauss with the largest pivot; rows hold eight coefficients and the right-hand side. */
function solve(rows: Float64Array[]): number[] {
  for (let step = 0; step < 8; step++) {
    const largest = rows.reduce(
      (best, row, at) => (at >= step && Math.abs(row[step]!) > Math.abs(rows[best]![step]!) ? at : best),
      step,
    );
    [rows[step], rows[largest]] = [rows[largest]!, rows[step]!];
    const pivot = rows[step]!;
    for (const row of rows) {
      if (row === pivot) continue;
      const factor = row[step]! / pivot[step]!;
      for (let column = step; column < 9; column++) row[column]! -= factor * pivot[column]!;
    }
  }
  return rows.map((row, at) => row[8]! / row[at]!);
}

function rmsResidual(from: Float64Array, to: Float64Array, h: Mapping): number {
  let sum = 0;
  for (let i = 0; i < from.length; i += 2) {
    const [x, y] = [from[i]!, from[i + 1]!];
    const w = h[6]! * x + h[7]! * y + 1;
    const right = (h[0]! * x + h[1]! * y + h[2]!) / w - to[i]!;
    const down = (h[3]! * x + h[4]! * y + h[5]!) / w - to[i + 1]!;
    sum += right * right + down * down;
  }
  return Math.sqrt(sum / (from.length / 2));
}
