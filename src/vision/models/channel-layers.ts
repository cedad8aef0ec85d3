/**
 * Layers that work on each channel of N, C, H, W by itself, written as 1x1 convolutions. ONNX Runtime's fast convolutions
 * keep values in blocks of channels; its PRelu and Pad do not know that order, so each of them would cost a re-ordering of
 * all values before it and another behind it.
 */
import type { OnnxGraph, ValueName } from './onnx-graph.js';

/** PRelu with one slope per channel: x + (1 - slope) * Relu(-x), which leaves positive values exactly as they are. */
export function addPrelu(graph: OnnxGraph, planes: ValueName, slopes: Float32Array): ValueName {
  const flipped = scaleChannels(graph, planes, new Float32Array(slopes.length).fill(-1));
  const negative = graph.node('Relu', [flipped]);
  const complements = slopes.map((slope) => 1 - slope);
  return graph.node('Add', [scaleChannels(graph, negative, complements), planes]);
}

/** Appends channels of zeros behind the `from` that there are, up to `to`. */
export function addZeroChannels(graph: OnnxGraph, planes: ValueName, from: number, to: number): ValueName {
  const kernel = new Float32Array(to * from);
  for (let channel = 0; channel < from; channel++) kernel[channel * from + channel] = 1;
  return graph.node('Conv', [planes, graph.floats(kernel, [to, from, 1, 1])]);
}

function scaleChannels(graph: OnnxGraph, planes: ValueName, factors: Float32Array): ValueName {
  const kernel = graph.floats(factors, [factors.length, 1, 1, 1]);
  return graph.node('Conv', [planes, kernel], { group: { integer: factors.length } });
}
