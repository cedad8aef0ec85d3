/** GET /metrics: what the service counts and measures, as Prometheus reads it. Nothing of a person is among it. */
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../../observability/metrics/metrics.js';

export function metricsRoute(app: FastifyInstance, metrics: Metrics): void {
  // Not limited in rate: it is read when the service is busiest.
  const config = { scope: 'system:read' as const, unlimited: true as const };
  app.get('/metrics', { config }, async (_request, reply) => {
    const { type, text } = await metrics.text();
    return reply.type(type).send(text);
  });
}
