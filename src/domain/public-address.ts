/** Which internet addresses belong to everybody: what the service may call without being led to machines behind its own door. */
import { type AddressBytes, type AddressRange, isInRange, parseAddressRange } from './address-range.js';

/**
 * Everything that IANA's registries of special-purpose addresses (RFC 6890, as of 2025) or multicast take out, and the ranges
 * in which an IPv4 address can be hidden within an IPv6 one.
 */
const special: readonly AddressRange[] = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
  '::/96',
  '64:ff9b::/96',
  '64:ff9b:1::/48',
  '100::/64',
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
  '5f00::/16',
  'fc00::/7',
  'fe80::/9',
  'ff00::/8',
].map((text) => parseAddressRange(text)!);

export function isPublicAddress(address: AddressBytes): boolean {
  return !special.some((range) => isInRange(address, range));
}
