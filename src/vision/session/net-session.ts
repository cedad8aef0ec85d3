/**
 * Runs one compiled net. The only place that knows ONNX Runtime; it is given a net's bytes and judges neither input nor output.
 */
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** How many pictures, then their three sizes in the order of the net: rows, columns, colours, or the colours first. */
export type InputShape = readonly [count: number, ...sizes: [number, number, number]];

export interface NetSession {
  /** How many pictures one run takes, where the net is made for a number of its own. */
  readonly fixedCount: number | undefined;
  /**
   * @param pixels as the net's only input expects them, one picture behind the other; the compiled nets take raw RGB, 0 to
   * 255, in the order rows, columns, colours
   * @returns every output of the net by its name, one picture's values behind the other's
   */
  run(pixels: Float32Array, shape: InputShape): Promise<Record<string, Float32Array>>;
}

/**
 * Loads a net with one input from its bytes, or from a file's path; throws what the runtime does where it cannot.
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
  const [input, ...others] = session.inputMetadata;
  if (input?.isTensor !== true || others.length > 0) throw new RangeError('the net has more than one input');
  const [count] = input.shape;
  return {
    fixedCount: typeof count === 'number' && count > 0 ? count : undefined,
    async run(pixels, shape) {
      const results = await session.run({ [input.name]: new Tensor('float32', pixels, shape) });
      return Object.fromEntries(
        Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
      );
    },
  };
}
