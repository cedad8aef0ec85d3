/**
 * Counts every request by its route, and where traces are on makes it the root of its spans. Routes are named as they are
 * declared: the address itself may hold an id of a person.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Observing } from '../../observability/observing.js';
import type { RequestSpan } from '../../observability/tracing/tracer.js';
import { refusalOf } from './errors.js';

/** Has to be installed before request-log.ts, whose line belongs to the trace. */
export function installObserving(app: FastifyInstance, { metrics, tracer }: Observing): void {
  const spans = new WeakMap<FastifyRequest, RequestSpan>();
  if (tracer.isOn) {
    app.addHook('onRequest', (request, _reply, done) => {
      const { traceparent } = request.headers;
      const span = tracer.request(typeof traceparent === 'string' ? traceparent : undefined);
      if (span === undefined) return done();
      spans.set(request, span);
      span.run(done);
    });
  }
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    const code = refusalOf(request);
    metrics.count('facedesk_http_requests_total', { method, route, status: String(reply.statusCode) });
    metrics.observe('facedesk_http_request_seconds', { method, route }, reply.elapsedTime / 1000);
    if (code !== undefined) metrics.count('facedesk_http_refusals_total', { code });
    const span = spans.get(request);
    if (span === undefined) return done();
    const attributes = {
      'http.request.method': method,
      'http.route': route,
      'http.response.status_code': reply.statusCode,
      ...(code !== undefined && { 'error.type': code }),
    };
    span.end(`${method} ${route}`, attributes, reply.statusCode >= 500);
    // The event comes from the socket, which knows of no trace.
    span.run(done);
  });
}
