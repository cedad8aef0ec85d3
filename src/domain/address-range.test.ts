import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalAddress, isInRange, parseAddress, parseAddressRange, senderOf } from './address-range.js';

describe('addresses', () => {
  test('are read as Node reads them', () => {
    const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:.]{0,20}$/));
    fc.assert(fc.property(text, (one) => (parseAddress(one) !== null) === isIP(one) > 0));
  });

  test.each(['', ':::', '1::2::3', '1.2.3', '01.2.3.4', '256.1.1.1', '1:2:3:4:5:6:7:8:9', 'desk'])(
    '%j is none',
    (text) => expect(parseAddress(text)).toBeNull(),
  );

  test('of IPv4 are the same however they come', () => {
    expect(canonicalAddress('::ffff:10.1.2.3')).toBe('10.1.2.3');
    expect(canonicalAddress('::FFFF:0a01:0203')).toBe('10.1.2.3');
    expect(canonicalAddress('2001:DB8::0001%eth0')).toBe('2001:db8:0:0:0:0:0:1');
  });
});

describe('ranges', () => {
  test('hold what Node’s own list of ranges says that they hold', () => {
    const v4 = fc.record({ start: fc.ipV4(), bits: fc.integer({ min: 0, max: 32 }), probe: fc.ipV4() });
    const v6 = fc.record({ start: fc.ipV6(), bits: fc.integer({ min: 1, max: 128 }), probe: fc.ipV6() });
    const near = ({ start, bits }: { start: string; bits: number }) => ({ start, bits, probe: start });
    fc.assert(
      fc.property(fc.oneof(v4, v4.map(near), v6, v6.map(near)), ({ start, bits, probe }) => {
        const family = isIP(start) === 6 ? 'ipv6' : 'ipv4';
        const list = new BlockList();
        list.addSubnet(start, bits, family);
        return (
          isInRange(parseAddress(probe)!, parseAddressRange(`${start}/${bits}`)!) ===
          list.check(probe, family)
        );
      }),
    );
  });

  test('of IPv4 hold the addresses that come as IPv6', () => {
    const range = parseAddressRange('10.1.0.0/16')!;
    expect(isInRange(parseAddress('::ffff:10.1.255.1')!, range)).toBe(true);
    expect(isInRange(parseAddress('::ffff:10.2.0.1')!, range)).toBe(false);
    expect(isInRange(parseAddress('::10.1.0.1')!, range)).toBe(false);
  });

  test('may be one address alone', () => {
    expect(isInRange(parseAddress('10.1.0.1')!, parseAddressRange('10.1.0.1')!)).toBe(true);
    expect(isInRange(parseAddress('10.1.0.2')!, parseAddressRange('10.1.0.1')!)).toBe(false);
  });

  test.each(['10.0.0.0/33', '2001:db8::/129', '10.0.0.0/', '10.0.0.0/8/8', '/8', '10.0.0.0/-1', 'all'])(
    '%j is none',
    (text) => expect(parseAddressRange(text)).toBeNull(),
  );
});

test('a sender is an IPv4 address, or all of an IPv6 /64', () => {
  expect(senderOf('10.1.2.3')).toBe('10.1.2.3');
  expect(senderOf('2001:db8:0:1::1')).toBe(senderOf('2001:db8:0:1:ffff::2'));
  expect(senderOf('2001:db8:0:1::1')).not.toBe(senderOf('2001:db8:0:2::1'));
});
