/**
 * Finds out who calls, and whether they may do what the route does. Every route says which scope it takes, or that it is
 * open; one that says neither is refused when it is added, so that none can be left unguarded by mistake.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { nobody, type Caller, type Scope } from '../../domain/access.js';
import { FacedeskError } from '../../domain/errors.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the caller's key has to allow; anyKey for what every key may ask. */
    scope?: Scope | 'anyKey';
    /** Answered without a key: nothing about people is found here. */
    open?: true;
  }
  interface FastifyInstance {
    /** Every route that was added, with what it takes. */
    readonly guardedRoutes: readonly GuardedRoute[];
  }
  interface FastifyRequest {
    /** Who asks; `nobody` on open routes, and as long as it is not known. */
    readonly caller: Caller;
  }
}

export interface GuardedRoute {
  readonly method: string;
  /** As it was declared: /v1/subjects/:subjectId. */
  readonly url: string;
  /** Null where it is open. */
  readonly scope: Scope | 'anyKey' | null;
}

/** Says who presents a key. */
export interface Authenticating {
  /** @throws FacedeskError api_key_required, api_key_invalid, key_address_refused, store_unavailable */
  authenticate(presented: string | undefined, address: string): Promise<Caller>;
}

/** Has to be installed after client-address.ts, and before the routes, whose scopes it checks. */
export function installCaller(app: FastifyInstance, keys: Authenticating): void {
  const guardedRoutes: GuardedRoute[] = [];
  app.decorate('guardedRoutes', guardedRoutes);
  app.addHook('onRoute', ({ method: methods, url, config }) => {
    if ((config?.scope === undefined) === (config?.open === undefined))
      throw new Error(`${String(methods)} ${url} has to name a scope, or to be open, and not both`);
    for (const method of [methods].flat()) guardedRoutes.push({ method, url, scope: config?.scope ?? null });
  });

  const callers = new WeakMap<FastifyRequest, Caller>();
  app.decorateRequest('caller', {
    getter(this: FastifyRequest) {
      return callers.get(this) ?? nobody;
    },
  });
  app.addHook('onRequest', async (request, reply) => {
    const { open, scope } = request.routeOptions.config;
    if (open === true) return;
    const caller = await keys
      .authenticate(presentedKey(request), request.clientAddress)
      .catch((error: unknown) => {
        if (error instanceof FacedeskError && error.code.startsWith('api_key_'))
          void reply.header('www-authenticate', 'Bearer realm="facedesk"');
        throw error;
      });
    callers.set(request, caller);
    // Where there is no route, there is no scope either: whoever has a key is told so.
    if (scope !== undefined && scope !== 'anyKey' && !caller.scopes.has(scope))
      throw new FacedeskError('scope_missing');
  });
}

/** A key in the address is none: addresses end up in logs, histories and referrers. */
function presentedKey({ headers }: FastifyRequest): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const plain = headers['x-api-key'];
  return bearer ?? (typeof plain === 'string' ? plain : undefined);
}
