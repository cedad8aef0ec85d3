/**
 * Runs one compiled net. The only place that knows ONNX Runtime; it is given a net's bytes and judges neither input nor output.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** Pictures, rows, columns, and the three of RGB. */
export type NhwcShape = readonly [count: number, height: number, width: number, channels: 3];

export interface NetSession {
  /**
   * @param pixelsRgbNhwc raw pixels, 0 to 255, one picture behind the other
   * @returns every output of the net by its name, one picture's values behind the other's
   */
  run(pixelsRgbNhwc: Float32Array, shape: NhwcShape): Promise<Record<string, Float32Array>>;
}

/**
 * Loads a net from its bytes, or from a file's path.
 * One thread, which sleeps when idle: photos are examined side by side in processes, so threads would only compete.
 */
export async function createSession(net: Uint8Array | string): Promise<NetSession> {
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
  };
  const session = await (typeof net === 'string'
    ? InferenceSession.create(net, options)
    : InferenceSession.create(net, options));
  return {
    async run(pixelsRgbNhwc, shape) {
      const results = await session.run({ input: new Tensor('float32', pixelsRgbNhwc, shape) });
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      );
    },
  };
}
