/** Constructs what the other parts report to, and turns what store and engine tell into metrics and spans. A part of container.ts. */
import type { Config } from '../config/index.js';
import type { Logger } from '../observability/logger.js';
import { createObserving, type Observing } from '../observability/observing.js';
import { createOtlpExporter } from '../observability/tracing/otlp-exporter.js';
import { createTracer, noTracer } from '../observability/tracing/tracer.js';
import type { StoreMeter } from '../store/index.js';
import type { TaskReport } from '../vision/index.js';

export function createObservation(
  { otlpEndpoint: endpoint }: Config['observing'],
  { version, log }: { readonly version: string; readonly log: Logger },
): Observing {
  if (endpoint === undefined) return createObserving(noTracer);
  return createObserving(
    createTracer(createOtlpExporter({ endpoint, version, onWarning: (text) => log.warn(text) })),
  );
}

export function storeMeter({ metrics, tracer }: Observing): StoreMeter {
  return {
    statement: ({ kind, ms, failed }) => {
      metrics.observe('facedesk_database_statement_seconds', { kind }, ms / 1000);
      if (failed) metrics.count('facedesk_database_errors_total', { kind });
      if (!tracer.isOn) return;
      const endMs = performance.now();
      tracer.add({ name: `store ${kind}`, startMs: endMs - ms, endMs, failed, kind: 'client' });
    },
    connections: ({ busy, idle, waiting }) => {
      metrics.set('facedesk_database_connections', { state: 'busy' }, busy);
      metrics.set('facedesk_database_connections', { state: 'idle' }, idle);
      metrics.set('facedesk_database_waiting', {}, waiting);
    },
  };
}

/** For the engine's option `onPicture`. */
export function pictureWatch({ metrics, tracer }: Observing): (report: TaskReport) => void {
  return (report) => {
    const { purpose, outcome, arrivedMs, begunMs = report.endedMs, timingsMs } = report;
    metrics.count('facedesk_pictures_total', { purpose, outcome });
    metrics.observe('facedesk_stage_seconds', { stage: 'queue' }, (begunMs - arrivedMs) / 1000);
    for (const [name, ms] of Object.entries(timingsMs ?? {})) {
      const stage = name === 'total' ? 'examine' : name;
      // What was not asked for took no time, and shall not make the rest look fast.
      if (ms > 0) metrics.observe('facedesk_stage_seconds', { stage }, ms / 1000);
    }
    if (tracer.isOn) addSpans(report, tracer);
  };
}

function addSpans(
  { arrivedMs, begunMs, endedMs, outcome, timingsMs, laps = [] }: TaskReport,
  tracer: Observing['tracer'],
): void {
  const failed = outcome !== 'done';
  tracer.add({ name: 'queue', startMs: arrivedMs, endMs: begunMs ?? endedMs, failed: begunMs === undefined });
  if (begunMs === undefined) return;
  // The worker's clock is another one: its laps are put in the middle of the time that the way there and back leaves.
  const offMs = begunMs + Math.max(0, endedMs - begunMs - (timingsMs?.total ?? 0)) / 2;
  tracer.add(
    { name: 'examine', startMs: begunMs, endMs: endedMs, failed },
    laps.map(({ stage, startMs, endMs }) => ({
      name: stage,
      startMs: offMs + startMs,
      endMs: offMs + endMs,
    })),
  );
}
