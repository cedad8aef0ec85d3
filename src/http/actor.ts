/** Who a request comes from, as events tell it. */
import type { FastifyRequest } from 'fastify';
import type { Actor } from '../services/events.js';

export function actorOf({ caller, id }: Pick<FastifyRequest, 'caller' | 'id'>): Actor {
  return { keyId: caller.keyId, requestId: id };
}
