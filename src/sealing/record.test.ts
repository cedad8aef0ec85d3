import { describe, expect, it } from 'vitest';
import { makeDataKey, openRecord, sealRecord, unwrapDataKey, wrapDataKey } from './index.js';
import { makeKeyText, parseKeys } from './encryption-key.js';

const plain = new Uint8Array(512).map((_, i) => i % 251);
const context = { subjectNo: 7, kind: 'template', madeFor: 'model' } as const;
const newKey = () => parseKeys(makeKeyText())![0]!;

/** The bytes with one bit changed, once for every byte. */
function* damaged(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at++) {
    const copy = Uint8Array.from(bytes);
    copy[at]! ^= 1 << (at % 8);
    yield copy;
  }
}

describe('a sealed record', () => {
  const dataKey = makeDataKey();
  const sealed = sealRecord(dataKey, context, plain);

  it('opens to what was sealed, and shows none of it', () => {
    expect(Buffer.from(openRecord(dataKey, context, sealed)!)).toEqual(Buffer.from(plain));
    expect(Buffer.from(sealed).includes(Buffer.from(plain.subarray(0, 16)))).toBe(false);
  });

  it('is another one each time', () => {
    expect(sealRecord(dataKey, context, plain)).not.toEqual(sealed);
  });

  it('does not open where any byte of it is changed', () => {
    const opened = [...damaged(sealed)].filter((copy) => openRecord(dataKey, context, copy) !== null);
    expect(opened).toEqual([]);
  });

  it('does not open where it was cut off or is longer', () => {
    for (let length = 0; length < sealed.length; length++)
      expect(openRecord(dataKey, context, sealed.subarray(0, length))).toBeNull();
    expect(openRecord(dataKey, context, Buffer.concat([sealed, Uint8Array.of(0)]))).toBeNull();
  });

  it.each([
    { ...context, subjectNo: 8 },
    { ...context, kind: 'photo' as const },
    { ...context, madeFor: 'other' },
    { ...context, madeFor: '' },
  ])('does not open as %j', (other) => expect(openRecord(dataKey, other, sealed)).toBeNull());

  it('does not open with the data key of somebody else', () => {
    expect(openRecord(makeDataKey(), context, sealed)).toBeNull();
  });
});

describe('a wrapped data key', () => {
  const key = newKey();
  const dataKey = makeDataKey();
  const wrapped = wrapDataKey(key, 7, dataKey);

  it('opens for its subject under its key, and for no other', () => {
    expect(unwrapDataKey(key, 7, wrapped)).toEqual(dataKey);
    expect(unwrapDataKey(key, 8, wrapped)).toBeNull();
    expect(unwrapDataKey(newKey(), 7, wrapped)).toBeNull();
  });

  it('does not open where any byte of it is changed', () => {
    expect([...damaged(wrapped)].filter((copy) => unwrapDataKey(key, 7, copy) !== null)).toEqual([]);
  });
});
