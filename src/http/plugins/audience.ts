/** Where a service listens for people at a door alone, it knows nothing there of what only those who run it may do. */
import type { FastifyInstance } from 'fastify';
import { runsTheService } from '../../domain/access.js';
import { FacedeskError } from '../../domain/errors.js';
import type { Audience } from '../app.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A page for those who run the service. */
    private?: true;
  }
}

/** Has to be installed before caller.ts, so that a key makes no difference. */
export function installAudience(app: FastifyInstance, audience: Audience): void {
  if (audience === 'everybody') return;
  app.addHook('onRequest', async ({ routeOptions: { config } }) => {
    const { scope } = config;
    const isPrivate = scope !== undefined && scope !== 'anyKey' && runsTheService(scope);
    if (config.private === true || isPrivate) throw new FacedeskError('route_not_found');
  });
}
