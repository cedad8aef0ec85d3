import { expect, test } from 'vitest';
import { isTime, legacyName, parseLegacyName } from './legacy-file-name.js';

test.each([
  ['B21_20230723123456.jpg', 'B21', '2023-07-23T12:34:56'],
  ['A_B_c_20240229000000.jpeg', 'A_B_c', '2024-02-29T00:00:00'],
  ['__20240101235959.PNG', '_', '2024-01-01T23:59:59'],
  ['ü 7 🙂_20240101235959.jpg', 'ü 7 🙂', '2024-01-01T23:59:59'],
  ['x_20230101000000_20240101000000.jpg', 'x_20230101000000', '2024-01-01T00:00:00'],
])('%s is a photo of %s', (name, id, takenAt) => {
  expect(parseLegacyName(name)).toEqual({ id, takenAt });
});

test.each([
  'B21.jpg',
  '_20230723123456.jpg',
  'B21_20230723123456.txt',
  'B21_2023072312345.jpg',
  'B21_20230631123456.jpg',
  'B21_20230723245656.jpg',
  'B21-20230723123456.jpg',
])('%s is none', (name) => {
  expect(parseLegacyName(name)).toBeNull();
});

test('the name of a kept photo is read back as it was written', () => {
  expect(parseLegacyName(legacyName('A_B', '2023-07-23T12:34:56'))).toEqual({
    id: 'A_B',
    takenAt: '2023-07-23T12:34:56',
  });
});

test('a time has to be one', () => {
  expect(['2024-02-29T23:59:59', '2023-02-29T00:00:00', '2024-01-01 00:00:00', ''].map(isTime)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
