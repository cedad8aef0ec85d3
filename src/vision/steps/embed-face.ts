/**
 * Fifth step: from the aligned chips to features. Every chip and its mirror image go through the net in one run, and their
 * features are averaged; docs/accuracy.md says what each of them is worth.
 */
import { type Features, featureLength, toFeatures } from '../../domain/features.js';
import type { NetSession } from '../session/net-session.js';
import { chipPx } from './align-face.js';

const chipLength = chipPx * chipPx * 3;

/** @param chipsRgbHwc each float32, 150 x 150 x 3, 0 to 255: the same face, cut out in different ways */
export async function embedFace(net: NetSession, chipsRgbHwc: readonly Float32Array[]): Promise<Features> {
  const views = chipsRgbHwc.length * 2;
  const batch = new Float32Array(views * chipLength);
  for (const [index, chip] of chipsRgbHwc.entries()) {
    batch.set(chip, index * 2 * chipLength);
    mirrorInto(batch.subarray((index * 2 + 1) * chipLength), chip);
  }
  const { features } = await net.run(batch, [views, chipPx, chipPx, 3]);
  const mean = new Float32Array(featureLength);
  for (let i = 0; i < features!.length; i++) mean[i % featureLength]! += features![i]! / views;
  return toFeatures(mean);
}

function mirrorInto(target: Float32Array, chipRgbHwc: Float32Array): void {
  for (let row = 0; row < chipPx; row++) {
    for (let column = 0; column < chipPx; column++) {
      const from = (row * chipPx + column) * 3;
      const to = (row * chipPx + (chipPx - 1 - column)) * 3;
      target[to] = chipRgbHwc[from]!;
      target[to + 1] = chipRgbHwc[from + 1]!;
      target[to + 2] = chipRgbHwc[from + 2]!;
    }
  }
}
