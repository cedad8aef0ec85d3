/**
 * The compiled nets give the same numbers in ONNX Runtime as their sources do in TensorFlow.js, which unpacks the weights
 * and runs the graph models itself; the recognition net, which comes without a graph, is recognition-net-reference.ts.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import * as tf from '@tensorflow/tfjs';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue, type NetName } from '../../src/vision/models/catalogue.js';
import { compileNet } from '../../src/vision/models/compile-net.js';
import { createSession } from '../../src/vision/session/net-session.js';
import { runRecognitionReference } from './recognition-net-reference.js';

/** Largest difference from the source that is allowed, as a share of the output's range over both pictures. */
const tolerance = 1e-4;
const pictures = 2;
const require = createRequire(import.meta.url);

/** TensorFlow.js in plain JavaScript takes seconds where ONNX Runtime takes milliseconds. */
const sourceTimeoutMs = 180_000;

type Outputs = Record<string, Float32Array>;

beforeAll(async () => {
  await tf.setBackend('cpu');
});

describe('compiled nets agree with their sources', { timeout: sourceTimeoutMs }, () => {
  it.each(['detector', 'landmarks', 'antispoof', 'liveness'] as const)('%s', async (name) => {
    const pixels = await pictureAndNoise(catalogue[name].sidePx);
    await expectAgreement(name, pixels, await runGraphModel(name, pixels));
  });

  it('embedding', async () => {
    const pixels = await pictureAndNoise(catalogue.embedding.sidePx);
    await expectAgreement('embedding', pixels, { features: await runRecognitionNet(pixels) });
  });
});

describe('a batch', () => {
  it.each(['detector', 'landmarks', 'embedding'] as const)('%s gives what one by one gives', async (name) => {
    const { sidePx } = catalogue[name];
    const pixels = await pictureAndNoise(sidePx);
    const session = await createSession(await compileNet(name));
    const together = await session.run(pixels, [pictures, sidePx, sidePx, 3]);
    for (let i = 0; i < pictures; i++) {
      const size = pixels.length / pictures;
      const alone = await session.run(pixels.slice(i * size, (i + 1) * size), [1, sidePx, sidePx, 3]);
      for (const [output, values] of Object.entries(alone)) {
        const share = together[output]!.subarray(i * values.length, (i + 1) * values.length);
        expect(largestDifference(share, values)).toBeLessThan(1e-5 * rangeOf(values) + 1e-6);
      }
    }
  });
});

async function expectAgreement(name: NetName, pixels: Float32Array, expected: Outputs): Promise<void> {
  const { sidePx } = catalogue[name];
  const session = await createSession(await compileNet(name));
  const actual = await session.run(pixels, [pictures, sidePx, sidePx, 3]);
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [output, values] of Object.entries(expected)) {
    expect(actual[output]).toHaveLength(values.length);
    const range = rangeOf(values);
    expect(range).toBeGreaterThan(0);
    expect(largestDifference(actual[output]!, values) / range).toBeLessThan(tolerance);
  }
}

/** Runs a graph model one picture at a time, since the detector's graph holds a batch of one. */
async function runGraphModel(name: NetName, pixels: Float32Array): Promise<Outputs> {
  const { source, outputs, sidePx, normalisation } = catalogue[name];
  const model = JSON.parse((await readSource(source.package, source.description.path)).toString('utf8')) as {
    modelTopology: object;
    weightsManifest: { weights: tf.io.WeightsManifestEntry[] }[];
  };
  const weightData = bufferOf(await readSource(source.package, source.weights.path));
  const { modelTopology, weightsManifest } = model;
  const weightSpecs = weightsManifest.flatMap(({ weights }) => weights);
  const net = await tf.loadGraphModel({
    load: () => Promise.resolve({ modelTopology, weightSpecs, weightData }),
  });
  const input = tf.tensor4d(pixels, [pictures, sidePx, sidePx, 3]);
  const normalised = input.sub(tf.tensor1d([...normalisation.mean])).div(normalisation.divisor);
  const perPicture = tf.split(normalised, pictures).map((picture) =>
    outputs.map(({ sources }) =>
      tf.concat(
        sources.map((node) => net.execute(picture, node) as tf.Tensor3D),
        1,
      ),
    ),
  );
  return Object.fromEntries(
    outputs.map(({ name: output }, i) => [
      output,
      Float32Array.from(perPicture.flatMap((results) => [...results[i]!.dataSync()])),
    ]),
  );
}

async function runRecognitionNet(pixels: Float32Array): Promise<Float32Array> {
  const { source, sidePx, normalisation } = catalogue.embedding;
  const description = await readSource(source.package, source.description.path);
  const [manifest] = JSON.parse(description.toString('utf8')) as { weights: tf.io.WeightsManifestEntry[] }[];
  const packed = bufferOf(await readSource(source.package, source.weights.path));
  const weights = tf.io.decodeWeights(packed, manifest!.weights);
  const input = tf.tensor4d(pixels, [pictures, sidePx, sidePx, 3]);
  const normalised = input
    .sub<tf.Tensor4D>(tf.tensor1d([...normalisation.mean]))
    .div<tf.Tensor4D>(normalisation.divisor);
  return (await runRecognitionReference(weights, normalised).data()) as Float32Array;
}

/** A crop of a photo with a face, and noise: two pictures, one behind the other. */
async function pictureAndNoise(sidePx: number): Promise<Float32Array> {
  const photo = await readSource('@vladmandic/face-api', 'demo/sample1.jpg');
  const { width, height } = await sharp(photo).metadata();
  const cropPx = Math.min(width, height);
  const crop = await sharp(photo)
    .extract({ left: 0, top: 0, width: cropPx, height: cropPx })
    .resize(sidePx, sidePx)
    .removeAlpha()
    .raw()
    .toBuffer();
  let state = 1;
  const noise = Float32Array.from(crop, () => (state = (state * 48271) % 2147483647) % 256);
  return Float32Array.from([...crop, ...noise]);
}

async function readSource(packageName: string, path: string): Promise<Buffer> {
  return readFile(join(dirname(require.resolve(packageName)), '..', path));
}

function bufferOf(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes).buffer;
}

function largestDifference(actual: Float32Array, expected: Float32Array): number {
  return expected.reduce((largest, value, i) => Math.max(largest, Math.abs(value - actual[i]!)), 0);
}

function rangeOf(values: Float32Array): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
}
