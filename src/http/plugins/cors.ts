/**
 * Lets pages of the web sites that the settings name call from their visitors' browsers. A key goes along in a header as with
 * every caller; cookies are neither sent nor set.
 */
import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';

const preflightsLastS = 600;

/** Has to be installed before whatever refuses requests without a key, as a browser's question beforehand has none. */
export async function installCors(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  await app.register(cors, {
    origin: [...origins],
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    allowedHeaders: [
      ...['authorization', 'x-api-key', 'content-type', 'idempotency-key', 'if-match', 'prefer'],
      ...['last-event-id', 'x-request-id'],
    ],
    exposedHeaders: [
      'etag',
      'location',
      'link',
      'retry-after',
      'ratelimit',
      'ratelimit-policy',
      'x-request-id',
    ],
    maxAge: preflightsLastS,
    strictPreflight: false,
  });
}
