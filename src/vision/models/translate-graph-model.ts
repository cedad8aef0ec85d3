/**
 * Translates a TensorFlow.js graph model into ONNX, node by node from its outputs backwards, so that what no output needs
 * is left out. Values of rank 4 are kept as N, C, H, W throughout; where TensorFlow flattens one, it is turned back to
 * N, H, W, C first, because the weights behind count in that order.
 */
import { addPrelu, addZeroChannels } from './channel-layers.js';
import type { GraphModel, GraphNode } from './graph-model.js';
import { addPixelInput, type Normalisation } from './net-input.js';
import { OnnxGraph, type Attribute, type ValueName } from './onnx-graph.js';
import {
  carriedChannels,
  depthwiseKernelToOnnx,
  kernelToOnnx,
  padKernel,
  padVector,
} from './tensor-layout.js';
import type { Weight, Weights } from './weights.js';

/** An output of the compiled net: these nodes of the source, joined along their second axis. */
export interface NetOutput {
  readonly name: string;
  readonly sources: readonly string[];
  /** Sizes after the batch. */
  readonly shape: readonly number[];
}

export interface NetFrame {
  readonly name: string;
  readonly sidePx: number;
  readonly normalisation: Normalisation;
  readonly outputs: readonly NetOutput[];
}

interface Value {
  readonly name: ValueName;
  /** Channels of a value of rank 4, kept as N, C, H, W with zeros up to carriedChannels; undefined for one of another rank, kept as in the source. */
  readonly channels: number | undefined;
}

/** @throws RangeError where the model holds an operation or a setting that is not known. */
export function translateGraphModel(model: GraphModel, weights: Weights, frame: NetFrame): Uint8Array {
  return new GraphTranslation(model, weights, frame).build();
}

class GraphTranslation {
  readonly #graph = new OnnxGraph();
  readonly #values = new Map<string, Value>();

  constructor(
    private readonly model: GraphModel,
    private readonly weights: Weights,
    private readonly frame: NetFrame,
  ) {}

  build(): Uint8Array {
    for (const { name, sources, shape } of this.frame.outputs) {
      const parts = sources.map((source) => this.#value(source).name);
      const joined =
        parts.length === 1 ? parts[0]! : this.#graph.node('Concat', parts, { axis: { integer: 1 } });
      const sized = this.#graph.node('Reshape', [joined, this.#graph.integers([0, ...shape])]);
      this.#graph.output(name, sized, ['N', ...shape]);
    }
    return this.#graph.encode(this.frame.name);
  }

  #value(name: string): Value {
    const known = this.#values.get(name);
    if (known !== undefined) return known;
    const node = this.model.nodes.get(name);
    if (node === undefined) throw new RangeError(`the graph has no node ${name}`);
    const value = this.#translate(node);
    this.#values.set(name, value);
    return value;
  }

  #translate(node: GraphNode): Value {
    switch (node.op) {
      case 'Placeholder':
        return {
          name: addPixelInput(this.#graph, this.frame.sidePx, this.frame.normalisation),
          channels: 3,
        };
      case '_FusedConv2D':
        return this.#convolution(node, kernelToOnnx(this.#weight(node, 1)), 'dense');
      case 'DepthwiseConv2dNative':
        return this.#convolution(node, depthwiseKernelToOnnx(this.#weight(node, 1)), 'depthwise');
      case 'MaxPool':
        return this.#apply('MaxPool', node, [], { ...window(node), kernel_shape: node.kernelSize });
      case '_FusedMatMul':
        return this.#product(node);
      case 'Add':
      case 'AddV2':
        return this.#pairwise('Add', node);
      case 'Mul':
        return this.#pairwise('Mul', node);
      case 'Prelu':
        return this.#prelu(this.#input(node, 0), this.#weight(node, 1));
      case 'Relu':
      case 'Sigmoid':
        return this.#apply(node.op, node);
      case 'Softmax':
        return this.#apply('Softmax', node, [], { axis: { integer: -1 } });
      case 'Pad':
        return this.#pad(node);
      case 'Reshape':
        return this.#reshape(node);
      case 'Identity':
        return this.#input(node, 0);
      default:
        throw new RangeError(`the operation ${node.op} is not known`);
    }
  }

  #input(node: GraphNode, index: number): Value {
    const name = node.inputs[index];
    if (name === undefined) throw new RangeError(`${node.op} ${node.name} has no input ${index}`);
    return this.#value(name);
  }

  #weight(node: GraphNode, index: number): Weight {
    const weight = this.weights.get(node.inputs[index] ?? '');
    if (weight === undefined) throw new RangeError(`input ${index} of ${node.op} ${node.name} is no weight`);
    return weight;
  }

  /** A node with one computed input, which keeps its shape but for height and width. */
  #apply(
    op: string,
    node: GraphNode,
    constants: ValueName[] = [],
    attributes: Record<string, Attribute> = {},
  ): Value {
    const { name, channels } = this.#input(node, 0);
    return { name: this.#graph.node(op, [name, ...constants], attributes), channels };
  }

  #convolution(node: GraphNode, kernel: Weight, kind: 'dense' | 'depthwise'): Value {
    const [channels, inputs] = kernel.shape as [number, number];
    const carried = carriedChannels(channels);
    const group = kind === 'dense' ? 1 : carried;
    const padded = padKernel(kernel, carried, kind === 'dense' ? carriedChannels(inputs) : 1);
    const constants = [this.#graph.floats(padded.values, padded.shape)];
    if (node.fusedOps[0] === 'BiasAdd')
      constants.push(this.#graph.floats(padVector(this.#weight(node, 2).values, carried), [carried]));
    const { name } = this.#apply('Conv', node, constants, { ...window(node), group: { integer: group } });
    return this.#activation(node, { name, channels });
  }

  #product(node: GraphNode): Value {
    const { values, shape } = this.#weight(node, 1);
    const product = this.#apply('MatMul', node, [this.#graph.floats(values, shape)]);
    const bias = this.#graph.floats(this.#weight(node, 2).values, [shape[1]!]);
    return this.#activation(node, { ...product, name: this.#graph.node('Add', [product.name, bias]) });
  }

  #activation(node: GraphNode, value: Value): Value {
    const ops = node.fusedOps.join();
    if (ops === '' || ops === 'BiasAdd') return value;
    if (ops === 'BiasAdd,Relu') return { ...value, name: this.#graph.node('Relu', [value.name]) };
    if (ops === 'BiasAdd,Prelu') return this.#prelu(value, this.#weight(node, 3));
    throw new RangeError(`the fused operations ${ops} are not known`);
  }

  #prelu({ name, channels }: Value, { values }: Weight): Value {
    if (channels !== values.length) throw new RangeError('expected one slope per channel');
    return { name: addPrelu(this.#graph, name, padVector(values, carriedChannels(channels))), channels };
  }

  #pairwise(op: 'Add' | 'Mul', node: GraphNode): Value {
    const left = this.#input(node, 0);
    const weight = this.weights.get(node.inputs[1] ?? '');
    const right = weight === undefined ? this.#input(node, 1).name : this.#perChannel(weight, left);
    return { ...left, name: this.#graph.node(op, [left.name, right]) };
  }

  /** One number per channel, shaped so that it meets the channels of `value`. */
  #perChannel({ shape, values }: Weight, { channels }: Value): ValueName {
    if (shape.at(-1) !== values.length) throw new RangeError('expected one number per channel');
    if (channels === undefined) return this.#graph.floats(values, [values.length]);
    const carried = carriedChannels(channels);
    return this.#graph.floats(padVector(values, carried), [carried, 1, 1]);
  }

  #pad(node: GraphNode): Value {
    const { name, channels } = this.#input(node, 0);
    const [behindChannels = 0, ...others] = [...this.#weight(node, 1).values].reverse();
    if (channels === undefined || others.some((size) => size !== 0))
      throw new RangeError(`${node.name} pads more than the channels behind`);
    const padded = channels + behindChannels;
    return {
      name: addZeroChannels(this.#graph, name, carriedChannels(channels), carriedChannels(padded)),
      channels: padded,
    };
  }

  /** The first axis stays the batch, whatever number the source has there. */
  #reshape(node: GraphNode): Value {
    const { name, channels } = this.#input(node, 0);
    const shape = [...this.#weight(node, 1).values.slice(1)];
    const last = channels === undefined ? name : this.#channelsLast(name, channels);
    const reshaped = this.#graph.node('Reshape', [last, this.#graph.integers([0, ...shape])]);
    return { name: reshaped, channels: undefined };
  }

  #channelsLast(name: ValueName, channels: number): ValueName {
    const own = carriedChannels(channels) === channels ? name : this.#firstChannels(name, channels);
    return this.#graph.node('Transpose', [own], { perm: [0, 2, 3, 1] });
  }

  #firstChannels(name: ValueName, count: number): ValueName {
    const [start, end, axis] = [0, count, 1].map((value) => this.#graph.integers([value]));
    return this.#graph.node('Slice', [name, start!, end!, axis!]);
  }
}

function window({ padding, strides }: GraphNode): Record<string, Attribute> {
  return { strides, auto_pad: padding === 'SAME' ? 'SAME_UPPER' : 'VALID' };
}
