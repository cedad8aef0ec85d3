import { describe, expect, it } from 'vitest';
import { readWeights, type WeightGroup } from './weights.js';

function group(weights: WeightGroup['weights']): WeightGroup[] {
  return [{ paths: ['some.bin'], weights }];
}

describe('readWeights', () => {
  it('unpacks float32, int32, float16 and scaled bytes, one behind the other', () => {
    const data = Buffer.alloc(4 + 4 + 10 + 2);
    data.writeFloatLE(1.5, 0);
    data.writeInt32LE(-7, 4);
    [0x3c00, 0xc100, 0x0001, 0x7bff, 0xfc00].forEach((half, i) => data.writeUInt16LE(half, 8 + 2 * i));
    data.set([0, 255], 18);
    const weights = readWeights(
      group([
        { name: 'float', shape: [1], dtype: 'float32' },
        { name: 'integer', shape: [1], dtype: 'int32' },
        { name: 'half', shape: [5], dtype: 'float32', quantization: { dtype: 'float16' } },
        {
          name: 'byte',
          shape: [1, 2],
          dtype: 'float32',
          quantization: { dtype: 'uint8', scale: 0.5, min: -4 },
        },
      ]),
      data,
    );
    expect([...weights.get('float')!.values]).toEqual([1.5]);
    expect([...weights.get('integer')!.values]).toEqual([-7]);
    expect([...weights.get('half')!.values]).toEqual([1, -2.5, 2 ** -24, 65504, -Infinity]);
    expect(weights.get('byte')).toEqual({ shape: [1, 2], values: Float32Array.of(-4, 123.5) });
  });

  it('refuses a file that is longer or shorter than its manifest', () => {
    const manifest = group([{ name: 'float', shape: [1], dtype: 'float32' }]);
    expect(() => readWeights(manifest, new Uint8Array(5))).toThrow(RangeError);
    expect(() => readWeights(manifest, new Uint8Array(3))).toThrow(RangeError);
  });

  it('refuses a packing that it does not know', () => {
    const manifest = group([{ name: 'text', shape: [1], dtype: 'string' }]);
    expect(() => readWeights(manifest, new Uint8Array(4))).toThrow('string');
  });
});
