/** How much of the face is burnt out: a pane or glossy paper mirrors lamps as skin never does. */
import type { BoxPx } from '../../domain/face.js';
import type { Pixels } from '../steps/pixels.js';

/** All three colours at or above this are burnt out. */
const burntFrom = 250;
const samplesAcross = 64;
/** The middle of the face's box, which shows skin. */
const middle = { left: 0.15, right: 0.85, top: 0.1, bottom: 0.9 };

/** @returns share of burnt-out pixels in the middle of the face, 0 to 1; what lies beyond the picture does not count */
export function measureGlare({ widthPx, heightPx, rgbHwc }: Pixels, face: BoxPx): number {
  const step = Math.max(1, face.width / samplesAcross);
  const inside = (value: number, limit: number) => Math.max(0, Math.min(limit, value));
  const right = inside(face.x + face.width * middle.right, widthPx);
  const bottom = inside(face.y + face.height * middle.bottom, heightPx);
  let [count, burnt] = [0, 0];
  for (let y = inside(face.y + face.height * middle.top, heightPx); y < bottom; y += step) {
    for (let x = inside(face.x + face.width * middle.left, widthPx); x < right; x += step) {
      const at = (Math.floor(y) * widthPx + Math.floor(x)) * 3;
      count++;
      if (Math.min(rgbHwc[at]!, rgbHwc[at + 1]!, rgbHwc[at + 2]!) >= burntFrom) burnt++;
    }
  }
  return count === 0 ? 0 : burnt / count;
}
