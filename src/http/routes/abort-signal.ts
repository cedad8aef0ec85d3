/** Tells the work for a request that nobody waits for its answer any more. */
import { setMaxListeners } from 'node:events';
import type { FastifyReply } from 'fastify';

/** Every photo of a request listens while it is examined; Node takes more than ten for a leak. */
const listeners = 64;

/** Aborted when the connection closes before the answer is sent. */
export function abortSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  setMaxListeners(listeners, controller.signal);
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
