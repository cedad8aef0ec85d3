/** Refuses what the pages of other web sites make a visitor's browser send. Callers that are no browsers pass. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { FacedeskError } from '../../domain/errors.js';

const safeMethods = ['GET', 'HEAD', 'OPTIONS'];

/** @param friends origins of web sites whose pages may */
export function installCrossSiteGuard(app: FastifyInstance, friends: readonly string[]): void {
  app.addHook('onRequest', async (request) => {
    if (friends.includes(request.headers.origin ?? '')) return;
    if (!safeMethods.includes(request.method) && comesFromAnotherSite(request))
      throw new FacedeskError('cross_site_refused');
  });
}

function comesFromAnotherSite({ headers }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  // Browsers leave Sec-Fetch-Site out on plain http beyond localhost, but name the origin of such requests.
  const { origin, host } = headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host?.toLowerCase();
}
