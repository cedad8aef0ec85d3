/**
 * Counts and measures what the table of metrics names, and writes it as Prometheus reads it. A registry of its own for each
 * service, no default metrics: the package's own cannot be stopped. Values of labels that the table does not know become `other`.
 */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import {
  type LabelsOf,
  type MetricEntry,
  type MetricName,
  metricTable,
  type NameOf,
  type readParts,
} from './metric-table.js';

export type ReadPart = (typeof readParts)[number];

export interface Metrics {
  count<Name extends NameOf<'counter'>>(name: Name, labels: LabelsOf<Name>): void;
  /** Sets a counter to what another part has counted already. */
  total(name: NameOf<'counter'>, value: number): void;
  observe<Name extends NameOf<'histogram'>>(name: Name, labels: LabelsOf<Name>, seconds: number): void;
  set<Name extends NameOf<'gauge'>>(name: Name, labels: LabelsOf<Name>, value: number): void;
  /** Leaves a gauge out until it is set again. */
  unset(name: NameOf<'gauge'>): void;
  /** Called before each reading, to set what is only known when asked. One that fails or takes too long is counted and left out. */
  onRead(part: ReadPart | null, collect: () => void | Promise<void>): void;
  /** In Prometheus' text format. */
  text(): Promise<{ readonly type: string; readonly text: string }>;
}

/** A part that does not answer in this time keeps its last values, so that a hanging database cannot hang the reading. */
const collectTimeoutMs = 1000;

export function createMetrics(): Metrics {
  const registry = new Registry();
  const made = new Map<MetricName, Counter | Gauge | Histogram>();
  for (const [name, entry] of Object.entries(metricTable) as [MetricName, MetricEntry][])
    made.set(name, make(name, entry, registry));
  const collectors: { part: ReadPart | null; collect: () => void | Promise<void> }[] = [];

  const metrics: Metrics = {
    count: (name, labels) => (made.get(name) as Counter).inc(known(name, labels)),
    total: (name, value) => {
      const counter = made.get(name) as Counter;
      counter.reset();
      counter.inc(value);
    },
    observe: (name, labels, seconds) => (made.get(name) as Histogram).observe(known(name, labels), seconds),
    set: (name, labels, value) => (made.get(name) as Gauge).set(known(name, labels), value),
    unset: (name) => {
      const gauge = made.get(name) as Gauge;
      // Resetting one without labels would make it 0.
      if (Object.keys(metricTable[name].labels).length === 0) gauge.remove();
      else gauge.reset();
    },
    onRead: (part, collect) => void collectors.push({ part, collect }),
    text: async () => {
      await Promise.all(
        collectors.map(({ part, collect }) =>
          withinTime(collect).catch((error: unknown) => {
            if (part === null) throw error;
            metrics.count('facedesk_metrics_failed_total', { part });
          }),
        ),
      );
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
  return metrics;
}

function make(name: MetricName, { kind, help, labels, buckets }: MetricEntry, registry: Registry) {
  const options = { name, help, labelNames: Object.keys(labels), registers: [registry] };
  if (kind === 'counter') return new Counter(options);
  if (kind === 'gauge') return new Gauge(options);
  return new Histogram({ ...options, buckets: [...(buckets ?? [])] });
}

function known(name: MetricName, labels: Readonly<Record<string, string>>): Record<string, string> {
  const allowed = metricTable[name].labels;
  const result: Record<string, string> = {};
  for (const [label, value] of Object.entries(labels)) {
    const values = allowed[label];
    result[label] = typeof values === 'object' && !values.includes(value) ? 'other' : value;
  }
  return result;
}

async function withinTime(collect: () => void | Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('took too long')), collectTimeoutMs);
  });
  try {
    await Promise.race([collect(), late]);
  } finally {
    clearTimeout(timer);
  }
}
