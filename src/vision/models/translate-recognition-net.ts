/**
 * Translates dlib's face recognition ResNet, as face-api packs it, into ONNX. The weights come without a graph: the
 * structure below is that of face-api's faceRecognitionNet and of dlib's dnn_face_recognition_ex.cpp.
 */
import { addPixelInput, type Normalisation } from './net-input.js';
import { OnnxGraph, type ValueName } from './onnx-graph.js';
import { kernelToOnnx } from './tensor-layout.js';
import type { Weight, Weights } from './weights.js';

type Step = 'same' | 'down';

const inputSidePx = 150;
const featureLength = 128;
/** The blocks in their order, each with the side of its output in pixels and its channels. */
const blocks: readonly { name: string; step: Step; sidePx: number; channels: number }[] = [
  { name: 'conv32_1', step: 'same', sidePx: 35, channels: 32 },
  { name: 'conv32_2', step: 'same', sidePx: 35, channels: 32 },
  { name: 'conv32_3', step: 'same', sidePx: 35, channels: 32 },
  { name: 'conv64_down', step: 'down', sidePx: 17, channels: 64 },
  { name: 'conv64_1', step: 'same', sidePx: 17, channels: 64 },
  { name: 'conv64_2', step: 'same', sidePx: 17, channels: 64 },
  { name: 'conv64_3', step: 'same', sidePx: 17, channels: 64 },
  { name: 'conv128_down', step: 'down', sidePx: 8, channels: 128 },
  { name: 'conv128_1', step: 'same', sidePx: 8, channels: 128 },
  { name: 'conv128_2', step: 'same', sidePx: 8, channels: 128 },
  { name: 'conv256_down', step: 'down', sidePx: 4, channels: 256 },
  { name: 'conv256_1', step: 'same', sidePx: 4, channels: 256 },
  { name: 'conv256_2', step: 'same', sidePx: 4, channels: 256 },
  { name: 'conv256_down_out', step: 'down', sidePx: 2, channels: 256 },
];

/** The net with one output, `features` (N, 128). */
export function translateRecognitionNet(weights: Weights, normalisation: Normalisation): Uint8Array {
  const net = new RecognitionNet(weights);
  return net.build(normalisation);
}

class RecognitionNet {
  readonly #graph = new OnnxGraph();

  constructor(private readonly weights: Weights) {}

  build(normalisation: Normalisation): Uint8Array {
    const graph = this.#graph;
    const pixels = addPixelInput(graph, inputSidePx, normalisation);
    let value = this.#relu(this.#convolution(pixels, 'conv32_down', 'down'));
    value = graph.node('MaxPool', [value], { kernel_shape: [3, 3], strides: [2, 2] });
    let [sidePx, channels] = [35, 32];
    for (const block of blocks) {
      const shortcut = block.step === 'same' ? value : this.#shrink(value, channels, block.channels);
      const first = this.#relu(this.#convolution(value, `${block.name}/conv1`, block.step));
      const second = this.#convolution(first, `${block.name}/conv2`, 'same');
      // An unpadded 3x3 convolution of an even side leaves one row and column less than the pooled shortcut has.
      const short = block.step === 'down' && sidePx % 2 === 0;
      const sum = graph.node('Add', [short ? this.#padOne(second) : second, shortcut]);
      value = this.#relu(sum);
      [sidePx, channels] = [block.sidePx, block.channels];
    }
    const pooled = graph.node('Flatten', [graph.node('GlobalAveragePool', [value])]);
    const { shape, values } = this.#weight('fc');
    const features = graph.node('MatMul', [pooled, graph.floats(values, shape)]);
    graph.output('features', features, ['N', featureLength]);
    return graph.encode('embedding');
  }

  #weight(name: string): Weight {
    const weight = this.weights.get(name);
    if (weight === undefined) throw new RangeError(`the recognition net has no weight ${name}`);
    return weight;
  }

  #relu(value: ValueName): ValueName {
    return this.#graph.node('Relu', [value]);
  }

  /** Convolution, bias and the scale layer behind them, folded into one convolution. */
  #convolution(value: ValueName, name: string, step: Step): ValueName {
    const kernel = kernelToOnnx(this.#weight(`${name}/conv/filters`));
    const bias = this.#weight(`${name}/conv/bias`).values;
    const factor = this.#weight(`${name}/scale/weights`).values;
    const offset = this.#weight(`${name}/scale/biases`).values;
    const perOutput = kernel.values.length / bias.length;
    const scaled = kernel.values.map((weight, i) => weight * factor[Math.floor(i / perOutput)]!);
    const shifted = bias.map((value, o) => value * factor[o]! + offset[o]!);
    const border = step === 'same' ? 1 : 0;
    const stride = step === 'same' ? 1 : 2;
    return this.#graph.node(
      'Conv',
      [value, this.#graph.floats(scaled, kernel.shape), this.#graph.floats(shifted, [bias.length])],
      { strides: [stride, stride], pads: [border, border, border, border] },
    );
  }

  /**
   * Mean of 2x2 pixels, with channels of zeros behind where the block has more. Written as one convolution, which ONNX
   * Runtime fuses with the addition that follows, where pooling and padding would be two more passes over the data.
   */
  #shrink(value: ValueName, from: number, to: number): ValueName {
    const kernel = new Float32Array(to * from * 4);
    for (let channel = 0; channel < from; channel++)
      kernel.fill(0.25, (channel * from + channel) * 4, (channel * from + channel + 1) * 4);
    return this.#graph.node('Conv', [value, this.#graph.floats(kernel, [to, from, 2, 2])], {
      strides: [2, 2],
      pads: [0, 0, 0, 0],
    });
  }

  #padOne(value: ValueName): ValueName {
    return this.#graph.node('Pad', [value, this.#graph.integers([0, 0, 0, 0, 0, 0, 1, 1])]);
  }
}
