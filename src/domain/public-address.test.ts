import { expect, test } from 'vitest';
import { parseAddress } from './address-range.js';
import { isPublicAddress } from './public-address.js';

const isPublic = (text: string): boolean => isPublicAddress(parseAddress(text)!);

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.100.0.1',
  '127.0.0.1',
  '127.255.255.255',
  '169.254.169.254',
  '172.31.0.1',
  '192.168.1.1',
  '224.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::7f00:1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  'fd00::1',
  'fe80::1',
  'ff02::1',
])('%s is not public', (text) => {
  expect(isPublic(text)).toBe(false);
});

test.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '193.0.0.1', '::ffff:8.8.8.8', '2606:4700::1111'])(
  '%s is public',
  (text) => {
    expect(isPublic(text)).toBe(true);
  },
);
