/** Features as the database keeps them: float32 values, little-endian on every machine. */
import { toFeatures, type Features } from '../../domain/features.js';

const bytesPerValue = 4;

export function featuresToBytes(features: Features): Uint8Array {
  const view = new DataView(new ArrayBuffer(features.length * bytesPerValue));
  features.forEach((value, i) => view.setFloat32(i * bytesPerValue, value, true));
  return new Uint8Array(view.buffer);
}

/** @throws RangeError where the record is damaged. */
export function bytesToFeatures(bytes: Uint8Array): Features {
  if (bytes.byteLength % bytesPerValue !== 0) throw new RangeError('features end amid a value');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float32Array(bytes.byteLength / bytesPerValue);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat32(i * bytesPerValue, true);
  return toFeatures(values);
}
