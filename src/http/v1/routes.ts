/** Puts /v1 on the server, and the documents that describe it beside it. */
import type { FastifyInstance } from 'fastify';
import type { BodyReading } from './framework/read-body.js';
import { registerOperations } from './framework/register-operations.js';
import { v1Operations, type V1Services } from './operations.js';

export function v1Routes(app: FastifyInstance, services: V1Services, limits: BodyReading['limits']): void {
  const { operations, streams } = v1Operations(services, (err) =>
    app.log.warn({ err }, 'the calibration could not be renewed'),
  );
  const { importUploads: uploads, idempotency } = services;
  registerOperations(app, operations, { limits, uploads, idempotency });
  // The server waits for its answers to end, and these never do by themselves.
  app.addHook('preClose', async () => streams.endAll());
}
