import { expect, it } from 'vitest';
import { photoFileName, toUtcSeconds, toWireTime } from './utc-seconds.js';

it.each([
  ['2023-07-23 12:34:56', '2023-07-23 12:34:56'],
  ['2023-07-23T12:34:56Z', '2023-07-23 12:34:56'],
  ['2023-07-23 12:34:56.123456', '2023-07-23 12:34:56'],
  ['2023-07-23 12:34:56+00', '2023-07-23 12:34:56'],
  ['2023-07-23', '2023-07-23 00:00:00'],
  ['last Tuesday', '1970-01-01 00:00:00'],
  [null, '1970-01-01 00:00:00'],
  [1690115696, '1970-01-01 00:00:00'],
])('reads %j as %s', (written, read) => {
  expect(toUtcSeconds(written)).toBe(read);
});

it('writes times and names as the library API has them', () => {
  expect(toWireTime('2023-07-23 12:34:56')).toBe('2023-07-23T12:34:56');
  expect(photoFileName('A_B', '2023-07-23 12:34:56')).toBe('A_B_20230723123456.jpg');
});
