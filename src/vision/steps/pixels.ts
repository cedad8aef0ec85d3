/** Pixels in memory, and the similarities through which steps look at them; warp.ts is what resamples. */

/** An upright picture: 8-bit RGB, row by row, widthPx * heightPx * 3 bytes. */
export interface Pixels {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly rgbHwc: Uint8Array;
}

/** Maps a target pixel (u, v) to the picture: x = a*u - b*v + x0, y = b*u + a*v + y0. Scale and rotation only. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly x0: number;
  readonly y0: number;
}

/** Picture pixels per target pixel. */
export function scaleOf(similarity: Similarity): number {
  return Math.hypot(similarity.a, similarity.b);
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The view of a square given by its centre, its side and how far it is turned clockwise, in radians. */
export function turnedView(centre: Point, sidePx: number, turnRad: number, targetPx: number): Similarity {
  const scale = sidePx / targetPx;
  const a = scale * Math.cos(turnRad);
  const b = scale * Math.sin(turnRad);
  const middle = (targetPx - 1) / 2;
  return { a, b, x0: centre.x - a * middle + b * middle, y0: centre.y - b * middle - a * middle };
}

export function mapPoint(similarity: Similarity, u: number, v: number): Point {
  return {
    x: similarity.a * u - similarity.b * v + similarity.x0,
    y: similarity.b * u + similarity.a * v + similarity.y0,
  };
}

export interface Size {
  readonly widthPx: number;
  readonly heightPx: number;
}
