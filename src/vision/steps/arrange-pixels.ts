/** Puts a chip into the form that an embedding net was trained on: order of colours, order in memory, mean and scale. */
import type { NetInput } from '../models/embedding-model.js';

export interface Arrangement {
  readonly input: NetInput;
  /** Left and right exchanged. */
  readonly mirrored: boolean;
}

/** Fills `target` from a chip of the same length: float32, side x side x 3 RGB, 0 to 255. */
export function arrangePixels(
  target: Float32Array,
  chipRgbHwc: Float32Array,
  { input, mirrored }: Arrangement,
): void {
  const { sidePx, colour, layout, mean, divisor } = input;
  const pixelStep = layout === 'nhwc' ? 3 : 1;
  const colourStep = layout === 'nhwc' ? 1 : sidePx * sidePx;
  for (let channel = 0; channel < 3; channel++) {
    const source = colour === 'rgb' ? channel : 2 - channel;
    const subtracted = mean[channel]!;
    for (let row = 0; row < sidePx; row++) {
      for (let column = 0; column < sidePx; column++) {
        const from = row * sidePx + (mirrored ? sidePx - 1 - column : column);
        const to = (row * sidePx + column) * pixelStep + channel * colourStep;
        target[to] = (chipRgbHwc[from * 3 + source]! - subtracted) / divisor;
      }
    }
  }
}
