/**
 * Refuses requests beyond so many a minute, by address before anything is looked at and by key once it is known, and tells
 * every caller how much is left (draft-ietf-httpapi-ratelimit-headers-10). Counts within this process.
 */
import type { FastifyInstance, FastifyReply } from 'fastify';
import { senderOf } from '../../domain/address-range.js';
import { FacedeskError } from '../../domain/errors.js';
import { createRateLimiter, type RateVerdict, windowS } from '../../services/rate-limiter.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Not counted: whoever watches over the service must get an answer when it is busiest. */
    unlimited?: true;
  }
}

export interface RateLimits {
  /** Requests a minute; 0 for any number. */
  readonly rateLimitPerAddress: number;
  /** The same of a key that has no rate of its own. */
  readonly rateLimitPerKey: number;
}

/** Has to be installed after client-address.ts and before caller.ts, so that guessing keys is limited too. */
export function installAddressRateLimit(app: FastifyInstance, { rateLimitPerAddress }: RateLimits): void {
  const limiter = createRateLimiter();
  app.addHook('onRequest', async (request, reply) => {
    if (rateLimitPerAddress === 0 || request.routeOptions.config.unlimited === true) return;
    tell(reply, 'address', limiter.take(senderOf(request.clientAddress), rateLimitPerAddress));
  });
}

/** Has to be installed after caller.ts, which says whose the key is. */
export function installKeyRateLimit(app: FastifyInstance, { rateLimitPerKey }: RateLimits): void {
  const limiter = createRateLimiter();
  app.addHook('onRequest', async ({ caller }, reply) => {
    const rate = caller.ratePerMinute ?? rateLimitPerKey;
    if (caller.keyId === null || rate === 0) return;
    tell(reply, 'key', limiter.take(caller.keyId, rate));
  });
}

/** @throws FacedeskError rate_limited */
function tell(reply: FastifyReply, policy: 'address' | 'key', verdict: RateVerdict): void {
  const { limit, left, resetS, retryAfterS } = verdict;
  append(reply, 'ratelimit-policy', `"${policy}";q=${limit};w=${windowS}`);
  append(reply, 'ratelimit', `"${policy}";r=${left};t=${resetS}`);
  if (retryAfterS !== null) throw new FacedeskError('rate_limited', { retryAfterS });
}

/** Both headers are lists. */
function append(reply: FastifyReply, name: string, item: string): void {
  const before = reply.getHeader(name);
  void reply.header(name, before === undefined ? item : `${String(before)}, ${item}`);
}
