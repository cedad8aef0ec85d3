/**
 * Pixels in memory and the only two ways in which this engine resamples them: an area average over a region, and a warp by a
 * similarity transform. Both write the nets' input layout: float32, height x width x 3, RGB, 0 to 255.
 */

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

/**
 * Fills a target of the given size by sampling the picture through a similarity. Where the target is coarser than the
 * picture, the part that it shows is first shrunk by area averaging, so that nothing aliases; then every target pixel is
 * read bilinearly. Beyond the picture's edges the target is black.
 * @returns float32 RGB, heightPx * widthPx * 3, 0 to 255
 */
export function warp(picture: Pixels, similarity: Similarity, size: Size): Float32Array {
  const factor = Math.round(scaleOf(similarity));
  if (factor < 2) return sampleBilinear(picture, similarity, size);
  const region = shownRegion(picture, similarity, size);
  if (region.widthPx < factor || region.heightPx < factor)
    return new Float32Array(size.widthPx * size.heightPx * 3);
  const { a, b, x0, y0 } = similarity;
  // The centre of a shrunk pixel lies in the middle of the block that it stands for.
  const inShrunk = (at: number, start: number) => (at - start + 0.5) / factor - 0.5;
  const view = { a: a / factor, b: b / factor, x0: inShrunk(x0, region.x), y0: inShrunk(y0, region.y) };
  return sampleBilinear(shrink(picture, region, factor), view, size);
}

interface Region extends Size {
  readonly x: number;
  readonly y: number;
}

/** The picture's part that a target shows, in whole pixels. */
function shownRegion(picture: Pixels, similarity: Similarity, { widthPx, heightPx }: Size): Region {
  const corners = [0, widthPx - 1].flatMap((u) => [0, heightPx - 1].map((v) => mapPoint(similarity, u, v)));
  const marginPx = Math.ceil(scaleOf(similarity));
  const clip = (value: number, limit: number) => Math.max(0, Math.min(limit, Math.round(value)));
  const left = clip(Math.min(...corners.map(({ x }) => x)) - marginPx, picture.widthPx);
  const right = clip(Math.max(...corners.map(({ x }) => x)) + marginPx, picture.widthPx);
  const top = clip(Math.min(...corners.map(({ y }) => y)) - marginPx, picture.heightPx);
  const bottom = clip(Math.max(...corners.map(({ y }) => y)) + marginPx, picture.heightPx);
  return { x: left, y: top, widthPx: right - left, heightPx: bottom - top };
}

/** Averages blocks of factor x factor pixels; of large blocks, a regular grid of at least 3 x 3 pixels stands for all. */
function shrink({ widthPx, rgbHwc }: Pixels, region: Region, factor: number): Pixels {
  const [columns, rows] = [Math.floor(region.widthPx / factor), Math.floor(region.heightPx / factor)];
  const step = Math.max(1, Math.round(factor / 3));
  const perAxis = Math.ceil(factor / step);
  const share = 1 / (perAxis * perAxis);
  const shrunk = new Uint8Array(columns * rows * 3);
  for (let row = 0, out = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, out += 3) {
      const corner = ((region.y + row * factor) * widthPx + region.x + column * factor) * 3;
      let [red, green, blue] = [0, 0, 0];
      for (let dy = 0; dy < factor; dy += step) {
        const from = corner + dy * widthPx * 3;
        const to = from + factor * 3;
        for (let at = from; at < to; at += step * 3) {
          red += rgbHwc[at]!;
          green += rgbHwc[at + 1]!;
          blue += rgbHwc[at + 2]!;
        }
      }
      shrunk[out] = red * share + 0.5;
      shrunk[out + 1] = green * share + 0.5;
      shrunk[out + 2] = blue * share + 0.5;
    }
  }
  return { widthPx: columns, heightPx: rows, rgbHwc: shrunk };
}

function sampleBilinear(
  { widthPx, heightPx, rgbHwc }: Pixels,
  { a, b, x0, y0 }: Similarity,
  size: Size,
): Float32Array {
  const target = new Float32Array(size.widthPx * size.heightPx * 3);
  const rowBytes = widthPx * 3;
  const [lastX, lastY] = [widthPx - 1, heightPx - 1];
  for (let v = 0, out = 0; v < size.heightPx; v++) {
    for (let u = 0; u < size.widthPx; u++, out += 3) {
      const x = a * u - b * v + x0;
      const y = b * u + a * v + y0;
      if (x < 0 || y < 0 || x > lastX || y > lastY) continue;
      const left = x | 0;
      const top = y | 0;
      const [fx, fy] = [x - left, y - top];
      const at = top * rowBytes + left * 3;
      const right = left < lastX ? at + 3 : at;
      const below = top < lastY ? rowBytes : 0;
      for (let channel = 0; channel < 3; channel++) {
        const upper = rgbHwc[at + channel]! * (1 - fx) + rgbHwc[right + channel]! * fx;
        const lower = rgbHwc[at + below + channel]! * (1 - fx) + rgbHwc[right + below + channel]! * fx;
        target[out + channel] = upper * (1 - fy) + lower * fy;
      }
    }
  }
  return target;
}
