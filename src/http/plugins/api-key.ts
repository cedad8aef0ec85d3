/** Asks for an API key on every route that is not marked as open. With no keys configured, nobody is asked. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FacedeskError } from '../../domain/errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Answered without a key: nothing about people is found here. */
    open?: true;
  }
}

export function installApiKey(app: FastifyInstance, apiKeys: readonly string[]): void {
  if (apiKeys.length === 0) return;
  const digests = apiKeys.map(digestOf);

  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.config.open === true) return;
    const presented = presentedKey(request);
    if (presented !== undefined && isKnown(presented, digests)) return;
    void reply.header('www-authenticate', 'Bearer realm="facedesk"');
    throw new FacedeskError('api_key_required');
  });
}

function presentedKey({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const plain = headers['x-api-key'];
  return bearer ?? (typeof plain === 'string' ? plain : undefined);
}

/** Looks at every key to the end, so that the time taken tells nothing about how near a guess was. */
function isKnown(presented: string, digests: readonly Buffer[]): boolean {
  const digest = digestOf(presented);
  return digests.reduce((known, one) => timingSafeEqual(one, digest) || known, false);
}

function digestOf(key: string): Buffer {
  return createHash('sha256').update(key).digest();
}
