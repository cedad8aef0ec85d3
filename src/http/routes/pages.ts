/** The web pages, at the addresses that they had in the old service. They hold nothing about anybody. */
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Serves register.html, verify.html, console.html and the folder assets out of `webDir`. */
export async function pageRoutes(app: FastifyInstance, webDir: string): Promise<void> {
  await app.register(fastifyStatic, { root: webDir, serve: false });
  const open = { config: { open: true as const } };
  app.get('/registerPage', open, (_request, reply) => reply.sendFile('register.html'));
  for (const address of ['/verifyPage', '/kiosk'])
    app.get(address, open, (_request, reply) => reply.sendFile('verify.html'));
  const forThoseWhoRunIt = { config: { open: true as const, private: true as const } };
  app.get('/console', forThoseWhoRunIt, (_request, reply) => reply.sendFile('console.html'));
  app.get<{ Params: { '*': string } }>('/assets/*', open, (request, reply) =>
    reply.sendFile(request.params['*'], join(webDir, 'assets')),
  );
}
