/**
 * Fifth step: from the aligned chips to features. Every chip and its mirror image go through the net, and their features are
 * averaged; docs/accuracy.md says what each of them is worth.
 */
import { FacedeskError } from '../../domain/errors.js';
import { type Features, toFeatures } from '../../domain/features.js';
import type { EmbeddingModel, NetInput } from '../models/embedding-model.js';
import type { InputShape, NetSession } from '../session/net-session.js';
import { arrangePixels } from './arrange-pixels.js';

/**
 * @param chipsRgbHwc each float32, side x side x 3, 0 to 255: the same face, cut out in different ways
 * @throws FacedeskError models_unavailable where the net does not give what its description says
 */
export async function embedFace(
  net: NetSession,
  model: EmbeddingModel,
  chipsRgbHwc: readonly Float32Array[],
): Promise<Features> {
  const { featureLength, metric } = model;
  const views = await runAll(net, model, chipsRgbHwc);
  const mean = new Float32Array(featureLength);
  for (const features of views) {
    const share = 1 / (metric === 'cosine' ? views.length * lengthOf(features) : views.length);
    for (let i = 0; i < featureLength; i++) mean[i]! += features[i]! * share;
  }
  return toFeatures(metric === 'cosine' ? toUnitLength(mean) : mean);
}

/** The features of every chip and of its mirror image. */
async function runAll(
  net: NetSession,
  { input, featureLength }: EmbeddingModel,
  chipsRgbHwc: readonly Float32Array[],
): Promise<Float32Array[]> {
  const pixelsLength = input.sidePx ** 2 * 3;
  const viewCount = chipsRgbHwc.length * 2;
  const perRun = net.fixedCount ?? viewCount;
  // Filled up with black pictures where the net takes more at a time than there are.
  const batch = new Float32Array(Math.ceil(viewCount / perRun) * perRun * pixelsLength);
  for (let view = 0; view < viewCount; view++) {
    const target = batch.subarray(view * pixelsLength, (view + 1) * pixelsLength);
    arrangePixels(target, chipsRgbHwc[view >> 1]!, { input, mirrored: view % 2 === 1 });
  }
  const all: Float32Array[] = [];
  for (let at = 0; at < batch.length; at += perRun * pixelsLength) {
    const outputs = await net.run(batch.subarray(at, at + perRun * pixelsLength), shapeOf(perRun, input));
    const features = onlyOutput(outputs, perRun * featureLength);
    for (let i = 0; i < perRun; i++) all.push(features.subarray(i * featureLength, (i + 1) * featureLength));
  }
  return all.slice(0, viewCount);
}

function onlyOutput(outputs: Record<string, Float32Array>, length: number): Float32Array {
  const lengths = Object.values(outputs).map((values) => values.length);
  const [features] = Object.values(outputs);
  if (lengths.length === 1 && features?.length === length) return features;
  const detail = `the net gives ${lengths.join(' and ')} values where its description says ${length}`;
  throw new FacedeskError('models_unavailable', { detail });
}

function shapeOf(count: number, { layout, sidePx }: NetInput): InputShape {
  return layout === 'nhwc' ? [count, sidePx, sidePx, 3] : [count, 3, sidePx, sidePx];
}

function lengthOf(values: Float32Array): number {
  return Math.hypot(...values);
}

function toUnitLength(values: Float32Array): Float32Array {
  const length = lengthOf(values);
  return values.map((value) => value / length);
}
