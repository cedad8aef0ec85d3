import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { AddressRefusedError, createDestinations } from './destination.js';

const open = createDestinations([]);
const own = createDestinations(['127.0.0.0/8', '::1', '10.1.0.0/16']);
const refused = { code: 'webhook_url_refused' };

describe('without networks of its own, it goes', () => {
  test.each([
    'https://attendance.example/hook',
    'https://8.8.8.8/hook?to=1',
    'https://[2606:4700::1111]:8443/',
  ])('to %s', (url) => {
    expect(open.check(url).href).toBe(url);
  });

  test.each([
    'http://attendance.example/hook',
    'https://127.0.0.1/',
    'https://127.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://169.254.169.254/latest/meta-data',
    'https://10.1.2.3/',
    'https://user:word@attendance.example/',
    'https://attendance.example/#part',
    'file:///etc/passwd',
    'ftp://attendance.example/',
    'attendance.example',
    `https://attendance.example/${'a'.repeat(2048)}`,
  ])('not to %s', (url) => {
    expect(() => open.check(url)).toThrow(expect.objectContaining(refused) as Error);
  });
});

describe('with networks of its own, it goes', () => {
  test.each(['http://127.0.0.1:9000/', 'http://[::1]/', 'https://10.1.2.3/', 'http://hall.example/'])(
    'to %s',
    (url) => {
      expect(own.check(url).href).toBe(url);
    },
  );

  test.each(['http://8.8.8.8/', 'https://10.2.0.1/', 'http://192.168.1.1/'])('not to %s', (url) => {
    expect(() => own.check(url)).toThrow(expect.objectContaining(refused) as Error);
  });
});

describe('a name', () => {
  const resolved = (destinations: typeof open, url: string): Promise<unknown> => {
    const { hostname } = new URL(url);
    return promisify(destinations.lookupFor(new URL(url)))(hostname, { all: true });
  };

  test('that leads to this machine does not resolve', async () => {
    await expect(resolved(open, 'https://localhost/')).rejects.toBeInstanceOf(AddressRefusedError);
    await expect(resolved(createDestinations(['10.0.0.0/8']), 'http://localhost/')).rejects.toBeInstanceOf(
      AddressRefusedError,
    );
  });

  test('resolves where that is a network of its own', async () => {
    expect(await resolved(own, 'http://localhost/')).toContainEqual(
      expect.objectContaining({ address: expect.stringMatching(/^(127\.0\.0\.1|::1)$/) as string }),
    );
  });
});
