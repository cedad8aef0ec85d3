/**
 * Where webhooks may be sent. Whoever sets one up has the service call an address for them, so it must not lead to what only
 * this machine reaches: other programs on it, the network behind it, a cloud's metadata. Names are judged by what they resolve
 * to at the moment of the call, and the call goes to the very address that was judged.
 */
import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { type AddressRange, isInRange, parseAddress, parseAddressRange } from '../../domain/address-range.js';
import { FacedeskError } from '../../domain/errors.js';
import { isPublicAddress } from '../../domain/public-address.js';

export const maxUrlLength = 2048;

export interface Destinations {
  /** @throws FacedeskError webhook_url_refused */
  check(url: string): URL;
  /** Takes the place of the system's: an address that may not be called does not resolve. */
  readonly lookupFor: (url: URL) => LookupFunction;
}

/** Thrown to the caller of a socket, not to people. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
}

/** @param networks ranges of own networks, which may be called also without TLS */
export function createDestinations(networks: readonly string[]): Destinations {
  const own = networks.flatMap((text) => parseAddressRange(text) ?? []);

  const mayCall = (address: string, protocol: string): boolean => {
    const bytes = parseAddress(address);
    if (bytes === null) return false;
    if (own.some((range: AddressRange) => isInRange(bytes, range))) return true;
    return protocol === 'https:' && isPublicAddress(bytes);
  };

  return {
    check: (text) => {
      const url = text.length <= maxUrlLength && URL.canParse(text) ? new URL(text) : undefined;
      if (url === undefined || !isAllowedForm(url, own.length > 0))
        throw new FacedeskError('webhook_url_refused');
      const literal = literalOf(url);
      if (literal !== null && !mayCall(literal, url.protocol)) throw new FacedeskError('webhook_url_refused');
      return url;
    },
    lookupFor: (url) => (hostname, options, callback) => {
      lookup(hostname, { ...options, all: true }, (error, addresses) => {
        const allowed = addresses?.filter(({ address }) => mayCall(address, url.protocol)) ?? [];
        const [first] = allowed;
        if (error !== null) return callback(error, '');
        if (first === undefined)
          return callback(new AddressRefusedError('no address of it may be called'), '');
        if (options.all === true) return callback(null, allowed);
        return callback(null, first.address, first.family);
      });
    },
  };
}

/** Names and passwords in an address would end up in lists and logs. */
function isAllowedForm({ protocol, username, password, hash }: URL, hasOwn: boolean): boolean {
  const isCalled = protocol === 'https:' || (protocol === 'http:' && hasOwn);
  return isCalled && username === '' && password === '' && hash === '';
}

/** The address where the URL has one in place of a name: such a one is never looked up. */
function literalOf({ hostname }: URL): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return parseAddress(bare) === null ? null : bare;
}
