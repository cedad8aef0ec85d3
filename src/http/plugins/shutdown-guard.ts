/** Refuses new requests on connections that are still open once the service has begun to close. */
import type { FastifyInstance } from 'fastify';
import { FacedeskError } from '../../domain/errors.js';

export function installShutdownGuard(app: FastifyInstance): void {
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
  });
  app.addHook('onRequest', async (request) => {
    if (closing && request.routeOptions.url !== '/livez') throw new FacedeskError('shutting_down');
  });
}
