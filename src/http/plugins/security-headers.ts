/** What browsers are told about every answer: nothing foreign is loaded, framed or guessed, and only our pages get the camera. */
import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

export interface SecurityPromises {
  /** Whether browsers may hold the service to https from now on: not where its certificate is one that they warn of. */
  readonly promisesTls: boolean;
}

export async function installSecurityHeaders(
  app: FastifyInstance,
  { promisesTls }: SecurityPromises,
): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'blob:', 'data:'],
        mediaSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    xFrameOptions: { action: 'deny' },
    referrerPolicy: { policy: 'no-referrer' },
    // Behind a proxy only the proxy knows whether there is TLS, and is the one to promise it.
    strictTransportSecurity: promisesTls ? { maxAge: 180 * 24 * 3600, includeSubDomains: false } : false,
  });
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('permissions-policy', 'camera=(self), microphone=(), geolocation=()');
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
}
