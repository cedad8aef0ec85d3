/**
 * The front of every compiled net: raw pixels as a picture has them in, normalised planes as a convolution wants them out.
 */
import type { OnnxGraph, ValueName } from './onnx-graph.js';

/** What a net subtracts from a pixel's red, green and blue (0 to 255), and what it then divides by. */
export interface Normalisation {
  readonly mean: readonly [number, number, number];
  readonly divisor: number;
}

/** Adds the input `input` (N, side, side, RGB 0..255) and returns it normalised as N, 3, side, side. */
export function addPixelInput(graph: OnnxGraph, sidePx: number, { mean, divisor }: Normalisation): ValueName {
  const pixels = graph.input('input', ['N', sidePx, sidePx, 3]);
  const planes = graph.node('Transpose', [pixels], { perm: [0, 3, 1, 2] });
  const centred = mean.every((value) => value === 0)
    ? planes
    : graph.node('Sub', [planes, graph.floats(Float32Array.from(mean), [1, 3, 1, 1])]);
  return graph.node('Div', [centred, graph.floats(Float32Array.of(divisor), [])]);
}
