/**
 * The only way in which this engine resamples pictures: a warp by a similarity transform, after an area average where the
 * target is coarser. It writes the nets' input layout: float32, height x width x 3, RGB, 0 to 255.
 */
import { type BlockGrid, meanOfBlocks, readBetween, type Region } from '../kernel/resampling.js';
import { mapPoint, type Pixels, scaleOf, type Similarity, type Size } from './pixels.js';

/**
 * Fills a target of the given size by sampling the picture through a similarity. Where the target is coarser than the
 * picture, the part that it shows is first shrunk by area averaging, so that nothing aliases; then every target pixel is
 * read bilinearly. Beyond the picture's edges the target is black.
 * @returns float32 RGB, heightPx * widthPx * 3, 0 to 255
 */
export function warp(picture: Pixels, similarity: Similarity, size: Size): Float32Array {
  const factor = Math.round(scaleOf(similarity));
  const region = shownRegion(picture, similarity, size);
  if (region.widthPx < Math.max(1, factor) || region.heightPx < Math.max(1, factor))
    return new Float32Array(size.widthPx * size.heightPx * 3);
  if (factor < 2) return readBetween(picture, region, similarity, size);
  const shrunk = meanOfBlocks(picture, region, blockGrid(factor));
  const { a, b, x0, y0 } = similarity;
  // The centre of a shrunk pixel lies in the middle of the block that it stands for.
  const inShrunk = (at: number, start: number) => (at - start + 0.5) / factor - 0.5;
  const view = { a: a / factor, b: b / factor, x0: inShrunk(x0, region.x), y0: inShrunk(y0, region.y) };
  return readBetween(shrunk, { x: 0, y: 0, ...sizeOf(shrunk) }, view, size);
}

/** Of large blocks, a regular grid of 3 x 3 or 4 x 4 pixels stands for all. */
function blockGrid(factor: number): BlockGrid {
  const step = Math.max(1, Math.round(factor / 3));
  return { factor, step, perAxis: Math.ceil(factor / step) };
}

/** The picture's part that a target shows, in whole pixels, and a margin for what is read between pixels. */
function shownRegion(picture: Pixels, similarity: Similarity, { widthPx, heightPx }: Size): Region {
  const corners = [0, widthPx - 1].flatMap((u) => [0, heightPx - 1].map((v) => mapPoint(similarity, u, v)));
  const marginPx = Math.max(2, Math.ceil(scaleOf(similarity)));
  const clip = (value: number, limit: number) => Math.max(0, Math.min(limit, Math.round(value)));
  const left = clip(Math.min(...corners.map(({ x }) => x)) - marginPx, picture.widthPx);
  const right = clip(Math.max(...corners.map(({ x }) => x)) + marginPx, picture.widthPx);
  const top = clip(Math.min(...corners.map(({ y }) => y)) - marginPx, picture.heightPx);
  const bottom = clip(Math.max(...corners.map(({ y }) => y)) + marginPx, picture.heightPx);
  return { x: left, y: top, widthPx: right - left, heightPx: bottom - top };
}

function sizeOf({ widthPx, heightPx }: Pixels): Size {
  return { widthPx, heightPx };
}
