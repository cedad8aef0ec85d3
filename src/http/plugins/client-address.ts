/**
 * From which address a request comes: the one at the other end of the connection. What X-Forwarded-For says counts only as
 * far as it was written by proxies that the settings name, since anybody can send that header.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  type AddressRange,
  canonicalAddress,
  isInRange,
  parseAddress,
  parseAddressRange,
} from '../../domain/address-range.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where it comes from, as text; empty where the connection is gone already. */
    clientAddress: string;
  }
}

/** @param trustedProxies addresses or ranges in CIDR notation */
export function installClientAddress(app: FastifyInstance, trustedProxies: readonly string[]): void {
  const trusted = trustedProxies.flatMap((text) => parseAddressRange(text) ?? []);
  app.decorateRequest('clientAddress', '');
  app.addHook('onRequest', async (request) => {
    request.clientAddress = clientAddressOf(request, trusted);
  });
}

/** Each proxy adds to the end of the header whom it was asked by, so the list is read backwards, up to the first stranger. */
function clientAddressOf({ raw, headers }: FastifyRequest, trusted: readonly AddressRange[]): string {
  let address = canonicalAddress(raw.socket.remoteAddress ?? '') ?? '';
  const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  while (isTrusted(address, trusted)) {
    const before = canonicalAddress((forwarded.pop() ?? '').trim());
    // What cannot be read was written by nobody who is trusted: the nearest proxy is then as far as one can see.
    if (before === null) break;
    address = before;
  }
  return address;
}

function isTrusted(address: string, trusted: readonly AddressRange[]): boolean {
  const bytes = parseAddress(address);
  return bytes !== null && trusted.some((range) => isInRange(bytes, range));
}
