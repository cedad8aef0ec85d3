/**
 * A detector pack for tests: a net of convolutions with YuNet's outputs, which takes a cell of 32 pixels for a face where it is
 * blue enough. Its box has the side and the eyes that the test says.
 */
import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { OnnxGraph, type ValueName } from '../../src/vision/models/onnx-graph.js';
import type { DetectorManifest } from '../../src/vision/models/packs/detector-pack.js';

export const tinyDetectorSidePx = 128;
const strides = [8, 16, 32] as const;
/** The grid that sees anything. */
const seeingStride = 32;

export interface TinyDetectorFace {
  /** Width and height of every box, in pixels of the net's input. */
  readonly boxPx: number;
  /** Middle of the box, to the right of a blue cell's upper left corner and below it, in cells. */
  readonly centre: { readonly x: number; readonly y: number };
  /** Eyes to the left and right of a cell's upper left corner, and below it, in cells. */
  readonly eyes: { readonly left: number; readonly right: number; readonly below: number };
}

export const tinyDetectorFace: TinyDetectorFace = {
  boxPx: 48,
  centre: { x: 0.5, y: 0.5 },
  eyes: { left: 0.2, right: 0.8, below: 0.3 },
};

export function tinyDetector({ boxPx, centre, eyes }: TinyDetectorFace = tinyDetectorFace): Uint8Array {
  const graph = new OnnxGraph();
  const pixels = graph.input('input', [1, 3, tinyDetectorSidePx, tinyDetectorSidePx]);
  for (const stride of strides) {
    const cells = (tinyDetectorSidePx / stride) ** 2;
    // Blue is the first of the three colours, as in OpenCV's pictures.
    const blueness = stride === seeingStride ? 1 / (255 * stride * stride) : 0;
    const log = Math.log(boxPx / stride);
    const points = [eyes.left, eyes.below, eyes.right, eyes.below, ...Array<number>(6).fill(0.5)];
    const heads = { cls: [0], obj: [0], bbox: [centre.x, centre.y, log, log], kps: points };
    for (const [name, biases] of Object.entries(heads)) {
      const blue = name === 'cls' || name === 'obj' ? blueness : 0;
      const cellsOut = convolution(graph, pixels, { stride, blue, biases });
      graph.output(`${name}_${stride}`, perCell(graph, cellsOut, cells, biases.length), [
        1,
        cells,
        biases.length,
      ]);
    }
  }
  return graph.encode('tiny-detector');
}

function convolution(
  graph: OnnxGraph,
  pixels: ValueName,
  { stride, blue, biases }: { stride: number; blue: number; biases: readonly number[] },
): ValueName {
  const area = stride * stride;
  const weights = new Float32Array(biases.length * 3 * area);
  for (let out = 0; out < biases.length; out++) weights.fill(blue, out * 3 * area, (out * 3 + 1) * area);
  return graph.node(
    'Conv',
    [
      pixels,
      graph.floats(weights, [biases.length, 3, stride, stride]),
      graph.floats(Float32Array.from(biases), [biases.length]),
    ],
    { kernel_shape: [stride, stride], strides: [stride, stride] },
  );
}

/** From value by value to cell by cell. */
function perCell(graph: OnnxGraph, planes: ValueName, cells: number, values: number): ValueName {
  const flat = graph.node('Reshape', [planes, graph.integers([1, values, cells])]);
  return graph.node('Transpose', [flat], { perm: [0, 2, 1] });
}

export function tinyDetectorManifest(
  net: Uint8Array,
  changes: Partial<DetectorManifest> = {},
): DetectorManifest {
  return {
    name: 'tiny-detector',
    kind: 'detector',
    title: 'Blue cells',
    file: 'tiny-detector.onnx',
    sha256: createHash('sha256').update(net).digest('hex'),
    bytes: net.length,
    licence: 'none',
    source: 'made in a test',
    input: { sidePx: tinyDetectorSidePx, colour: 'bgr', layout: 'nchw', mean: [0, 0, 0], divisor: 1 },
    outputs: 'yunet',
    minScore: 0.8,
    ...changes,
  };
}

/** Writes the net and a manifest into a folder. */
export async function writeTinyDetector(
  folder: string,
  { net = tinyDetector(), changes = {} }: { net?: Uint8Array; changes?: Partial<DetectorManifest> } = {},
): Promise<{ manifest: string; file: string }> {
  const [manifest, file] = [join(folder, 'tiny-detector.json'), join(folder, 'brought.onnx')];
  await writeFile(file, net);
  await writeFile(manifest, JSON.stringify(tinyDetectorManifest(net, changes)));
  return { manifest, file };
}
