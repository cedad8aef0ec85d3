/**
 * How visible the 8 x 8 blocks of a JPEG are in a face. Read off the picture itself, as the chip's resampling smooths the
 * blocks' borders away; a picture that was reduced after it was compressed hides them as well.
 */
import type { BoxPx } from '../../domain/face.js';
import type { Pixels } from './pixels.js';

const blockPx = 8;
/** The middle of a large face stands for all of it. */
const maxSidePx = 240;

/**
 * The mean step of luma between neighbours on the blocks' borders, over that between all other neighbours, where the borders
 * are taken to lie where steps are largest: an upright picture may have been turned or cropped since it was compressed.
 * @returns 1 and a little for a face without blocks; the mean of across and down
 */
export function measureBlockiness(picture: Pixels, box: BoxPx): number {
  const [x, width] = clipped(box.x, box.width, picture.widthPx);
  const [y, height] = clipped(box.y, box.height, picture.heightPx);
  if (width < 2 * blockPx || height < 2 * blockPx) return 1;
  const across = new Float64Array(blockPx);
  const down = new Float64Array(blockPx);
  const { rgbHwc, widthPx } = picture;
  const rowBytes = widthPx * 3;
  for (let row = y + 1; row < y + height; row++) {
    for (let column = x + 1; column < x + width; column++) {
      const at = row * rowBytes + column * 3;
      // Green alone, which is most of luma and what JPEG keeps best.
      const value = rgbHwc[at + 1]!;
      across[column % blockPx]! += Math.abs(value - rgbHwc[at - 2]!);
      down[row % blockPx]! += Math.abs(value - rgbHwc[at + 1 - rowBytes]!);
    }
  }
  return (prominence(across) + prominence(down)) / 2;
}

function clipped(start: number, length: number, limit: number): [start: number, length: number] {
  const cut = Math.max(0, length - maxSidePx) / 2;
  const from = Math.max(0, Math.round(start + cut));
  return [from, Math.min(limit, Math.round(start + length - cut)) - from];
}

/** The largest of the phases over the mean of the others; 1 where nothing steps at all. */
function prominence(phases: Float64Array): number {
  const most = Math.max(...phases);
  const others = (phases.reduce((sum, one) => sum + one, 0) - most) / (blockPx - 1);
  return others === 0 ? 1 : most / others;
}
