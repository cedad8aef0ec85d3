/** The settings about what an operator sees of the service from outside; part of schema.ts, and as it is. */
import { Type } from 'typebox';

export const observingSchema = Type.Object({
  metrics: Type.Boolean({
    env: 'FACEDESK_METRICS',
    description: 'Whether GET /metrics answers, for keys with the scope system:read; see docs/metrics.md.',
    default: true,
  }),
  otlpEndpoint: Type.Optional(
    Type.String({
      env: 'FACEDESK_OTLP_ENDPOINT',
      description:
        'The OpenTelemetry collector that traces are sent to (OTLP over HTTP, JSON), such as http://127.0.0.1:4318; without it ' +
        'nothing is traced.',
      defaultText: 'none',
      pattern: '^https?://[^\\s@?#]+$',
      rule: 'an http:// or https:// address without a user, query or fragment',
    }),
  ),
});
