/** Re-orders weights from TensorFlow's channels-last layouts to the channels-first ones of ONNX, and fills them up to whole blocks. */
import type { Weight } from './weights.js';

/** A convolution's kernel: height, width, in, out to out, in, height, width. */
export function kernelToOnnx({ shape, values }: Weight): Weight {
  const [height, width, inputs, outputs] = shape as [number, number, number, number];
  const result = new Float32Array(values.length);
  const area = height * width;
  for (let at = 0; at < area; at++)
    for (let i = 0; i < inputs; i++)
      for (let o = 0; o < outputs; o++)
        result[(o * inputs + i) * area + at] = values[(at * inputs + i) * outputs + o]!;
  return { shape: [outputs, inputs, height, width], values: result };
}

/** A depthwise kernel: height, width, in, multiplier to in * multiplier, 1, height, width. */
export function depthwiseKernelToOnnx({ shape, values }: Weight): Weight {
  const [height, width, inputs, multiplier] = shape as [number, number, number, number];
  const grouped = { shape: [height, width, 1, inputs * multiplier], values };
  return kernelToOnnx(grouped);
}

/**
 * How many channels a value is carried with, the added ones all zero. ONNX Runtime's fast order holds blocks of up to 16
 * channels; it computes half-filled blocks of a convolution anyway, but leaves that order for their pooling and addition.
 */
export function carriedChannels(channels: number): number {
  return channels <= 16 ? channels : Math.ceil(channels / 16) * 16;
}

/** A kernel out, in, height, width with kernels of zeros added behind, for `outputs` and `inputs` of them. */
export function padKernel({ shape, values }: Weight, outputs: number, inputs: number): Weight {
  const [oldOutputs, oldInputs, height, width] = shape as [number, number, number, number];
  const area = height * width;
  const padded = new Float32Array(outputs * inputs * area);
  for (let o = 0; o < oldOutputs; o++)
    padded.set(values.subarray(o * oldInputs * area, (o + 1) * oldInputs * area), o * inputs * area);
  return { shape: [outputs, inputs, height, width], values: padded };
}

/** Numbers per channel with zeros added behind. */
export function padVector(values: Float32Array, length: number): Float32Array {
  const padded = new Float32Array(length);
  padded.set(values);
  return padded;
}
