/**
 * What every part reports to: its metrics, and the spans of the request under way. A stage is both at once, under one name
 * of the table of stages.
 */
import { createMetrics, type Metrics } from './metrics/metrics.js';
import type { Stage } from './metrics/metric-table.js';
import { noTracer, type Tracer } from './tracing/tracer.js';

export interface Observing {
  readonly metrics: Metrics;
  readonly tracer: Tracer;
  /** Does the work as a stage; one that fails counts as well. */
  stage<Result>(stage: Stage, work: () => Promise<Result>): Promise<Result>;
  /** The same for work that waits for nothing. */
  step<Result>(stage: Stage, work: () => Result): Result;
}

/** Does the work, and tells nobody; for parts that are used without a service. */
export const unobserved: Pick<Observing, 'stage' | 'step'> = {
  stage: (_stage, work) => work(),
  step: (_stage, work) => work(),
};

export function createObserving(tracer: Tracer = noTracer, metrics: Metrics = createMetrics()): Observing {
  const since = (stage: Stage, startMs: number): void =>
    metrics.observe('facedesk_stage_seconds', { stage }, (performance.now() - startMs) / 1000);
  return {
    metrics,
    tracer,
    stage: async (stage, work) => {
      const startMs = performance.now();
      try {
        return await tracer.span(stage, work);
      } finally {
        since(stage, startMs);
      }
    },
    step: (stage, work) => {
      const startMs = performance.now();
      try {
        return work();
      } finally {
        since(stage, startMs);
        tracer.add({ name: stage, startMs, endMs: performance.now() });
      }
    },
  };
}
