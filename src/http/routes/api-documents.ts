/** The description of the API: /openapi.json for programs, /docs for people. Both are open, and hold nothing about anybody. */
import type { FastifyInstance } from 'fastify';
import { docsPage } from '../docs-page/docs-page.js';
import { openApiDocument } from '../v1/openapi/document.js';

/** @param version of the service */
export function apiDocumentRoutes(app: FastifyInstance, version: string): void {
  const document = openApiDocument(version);
  const json = JSON.stringify(document);
  const page = docsPage(document);
  const open = { config: { open: true as const } };
  // May be kept by whoever asks, for as long as a version lasts them.
  const cached = { 'cache-control': 'public, max-age=300' };
  app.get('/openapi.json', open, async (_request, reply) =>
    reply.headers(cached).type('application/json; charset=utf-8').send(json),
  );
  app.get('/docs', open, async (_request, reply) =>
    reply.headers(cached).type('text/html; charset=utf-8').send(page),
  );
}
