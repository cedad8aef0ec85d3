import { expect, test } from 'vitest';
import {
  assertMetadataFits,
  maxMetadataBytes,
  maxMetadataMembers,
  mergeMetadata,
  searchableMembers,
  searchedValues,
} from './metadata.js';

test('a patch replaces, adds and removes members, in objects within objects too', () => {
  const before = { a: 1, b: { c: 2, d: 3 }, e: [1] };
  expect(mergeMetadata(before, { a: null, b: { c: null, x: 'y' }, e: [2], f: { g: null, h: 1 } })).toEqual({
    b: { d: 3, x: 'y' },
    e: [2],
    f: { h: 1 },
  });
  expect(mergeMetadata({ a: 1 }, { a: { b: 2 } })).toEqual({ a: { b: 2 } });
});

test('a member called __proto__ is a member like any other', () => {
  const patch = JSON.parse('{"__proto__": {"polluted": true}}') as Record<string, never>;
  const merged = mergeMetadata({}, patch);
  expect(Object.hasOwn(merged, '__proto__')).toBe(true);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

test('bytes, members and names are limited, each up to and with its limit', () => {
  const text = 'x'.repeat(maxMetadataBytes - '{"a":""}'.length);
  const members = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, 1]));
  for (const fits of [{ a: text }, members(maxMetadataMembers), { ['n'.repeat(64)]: 1 }])
    expect(() => assertMetadataFits(fits)).not.toThrow();
  for (const breaks of [
    { a: `${text}x` },
    { a: `${text.slice(1)}ü` },
    members(maxMetadataMembers + 1),
    { ['n'.repeat(65)]: 1 },
  ])
    expect(() => assertMetadataFits(breaks)).toThrow(expect.objectContaining({ code: 'metadata_too_large' }));
});

test('plain members can be searched for, as JSON', () => {
  const metadata = {
    text: 'a\u0000"',
    number: 1.5,
    yes: true,
    nothing: null,
    list: [1],
    long: 'x'.repeat(300),
  };
  expect(searchableMembers(metadata)).toEqual([
    { name: 'text', value: '"a\\u0000\\""' },
    { name: 'number', value: '1.5' },
    { name: 'yes', value: 'true' },
  ]);
});

test.each([
  ['chemistry', ['"chemistry"']],
  ['3', ['"3"', '3']],
  ['007', ['"007"', '7']],
  ['-1.50', ['"-1.50"', '-1.5']],
  ['true', ['"true"', 'true']],
])('%s can stand for %j', (text, values) => {
  expect(searchedValues(text)).toEqual(values);
});
