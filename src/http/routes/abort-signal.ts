/** Tells the work for a request that nobody waits for its answer any more. */
import type { FastifyReply } from 'fastify';

/** Aborted when the connection closes before the answer is sent. */
export function abortSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
