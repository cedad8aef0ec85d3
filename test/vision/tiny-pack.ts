/**
 * A model pack for tests: a net of three operations whose features are the mean colours of a face's parts. It tells a photo
 * from another and nothing else.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OnnxGraph } from '../../src/vision/models/onnx-graph.js';
import type { EmbeddingManifest } from '../../src/vision/models/packs/embedding-pack.js';

const sidePx = 32;
/** 4 x 4 parts of three colours. */
export const tinyFeatureLength = 48;

/** @param count how many pictures a run takes: any number, or always this one */
export function tinyNet(count: 'any' | number = 'any'): Uint8Array {
  const graph = new OnnxGraph();
  const pictures = count === 'any' ? 'N' : count;
  const pixels = graph.input('data', [pictures, 3, sidePx, sidePx]);
  const parts = graph.node('AveragePool', [pixels], { kernel_shape: [8, 8], strides: [8, 8] });
  graph.output('fc1', graph.node('Flatten', [parts]), [pictures, tinyFeatureLength]);
  return graph.encode('tiny');
}

export function tinyManifest(net: Uint8Array, changes: Partial<EmbeddingManifest> = {}): EmbeddingManifest {
  const view = [{ padding: 0, turnDegrees: 0 }];
  return {
    name: 'tiny',
    title: 'Mean colours',
    file: 'tiny.onnx',
    sha256: createHash('sha256').update(net).digest('hex'),
    bytes: net.length,
    licence: 'none',
    source: 'made in a test',
    input: { sidePx, colour: 'bgr', layout: 'nchw', mean: [127.5, 127.5, 127.5], divisor: 127.5 },
    alignment: 'arcface-112',
    featureLength: tinyFeatureLength,
    metric: 'cosine',
    views: { fast: view, standard: view, thorough: [...view, { padding: 0.1, turnDegrees: 4 }] },
    prior: {
      note: 'Made up.',
      typicalStrangersMean: -0.3,
      scoreAtFmr: [
        [0.1, -0.1],
        [0.00001, -0.02],
      ],
      sameFaceScore: -0.001,
    },
    ...changes,
  };
}

/** Writes the net and a manifest into a folder. */
export async function writeTinyPack(
  folder: string,
  { net = tinyNet(), changes = {} }: { net?: Uint8Array; changes?: Partial<EmbeddingManifest> } = {},
): Promise<{ manifest: string; file: string }> {
  const [manifest, file] = [join(folder, 'tiny.json'), join(folder, 'brought.onnx')];
  await writeFile(file, net);
  await writeFile(manifest, JSON.stringify(tinyManifest(net, changes)));
  return { manifest, file };
}
