/**
 * Reads the weights that TensorFlow.js stores beside a model: a manifest (names, shapes, how each is packed) and one
 * binary file. face-api's own format is the same manifest without the graph.
 */

interface Quantization {
  readonly dtype: string;
  readonly scale?: number;
  readonly min?: number;
}

interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: Quantization;
}

export interface WeightGroup {
  readonly paths: readonly string[];
  readonly weights: readonly WeightEntry[];
}

export interface Weight {
  readonly shape: readonly number[];
  /** In the order of the file; integers are exact. */
  readonly values: Float32Array;
}

export type Weights = ReadonlyMap<string, Weight>;

/**
 * Unpacks every weight of a manifest with one group.
 * @throws RangeError where manifest and file do not belong together or a packing is not known.
 */
export function readWeights(manifest: readonly WeightGroup[], data: Uint8Array): Weights {
  const [group] = manifest;
  if (manifest.length !== 1 || group?.paths.length !== 1)
    throw new RangeError('expected one group with one file of weights');
  const weights = new Map<string, Weight>();
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let offset = 0;
  for (const entry of group.weights) {
    const packing = packingOf(entry);
    const values = new Float32Array(entry.shape.reduce((product, size) => product * size, 1));
    for (let i = 0; i < values.length; i++) values[i] = packing.read(view, offset + i * packing.bytes);
    offset += values.length * packing.bytes;
    weights.set(entry.name, { shape: entry.shape, values });
  }
  if (offset !== data.length) throw new RangeError('the file of weights is longer than its manifest says');
  return weights;
}

interface Packing {
  readonly bytes: number;
  read(view: DataView, offset: number): number;
}

function packingOf({ dtype, quantization }: WeightEntry): Packing {
  const stored = quantization?.dtype ?? dtype;
  if (stored === 'float32') return { bytes: 4, read: (view, offset) => view.getFloat32(offset, true) };
  if (stored === 'int32') return { bytes: 4, read: (view, offset) => view.getInt32(offset, true) };
  if (stored === 'float16')
    return { bytes: 2, read: (view, offset) => halfToNumber(view.getUint16(offset, true)) };
  const { scale, min } = quantization ?? {};
  if (stored === 'uint8' && scale !== undefined && min !== undefined)
    return { bytes: 1, read: (view, offset) => view.getUint8(offset) * scale + min };
  throw new RangeError(`weights stored as ${stored} are not known`);
}

/** IEEE 754 binary16 to number. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
