/** The dashboard and the alerts in deploy/monitoring ask for metrics, labels and values that a running service has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { packageRoot } from '../../src/config/index.js';
import { createProgram } from '../../src/cli/program.js';
import { metricTable, type MetricEntry } from '../../src/observability/metrics/metric-table.js';
import { openDesk, type Desk } from '../http/desk.js';

const file = (name: string): string => readFileSync(join(packageRoot, 'deploy/monitoring', name), 'utf8');

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}
interface Panel {
  readonly title: string;
  readonly type: string;
  readonly targets?: readonly { readonly expr: string }[];
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

const { groups } = parse(file('facedesk-alerts.yml')) as { groups: readonly { rules: readonly Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const { panels } = JSON.parse(file('grafana-dashboard.json')) as { panels: readonly Panel[] };
const queries: [where: string, expr: string][] = [
  ...rules.map(({ alert, expr }): [string, string] => [alert, expr]),
  ...panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }): [string, string] => [title, expr])),
];
const table: Readonly<Record<string, MetricEntry>> = metricTable;
/** What Prometheus itself knows of a target. */
const ofPrometheus = ['up'];
const addedByPrometheus = ['job', 'instance', 'le'];

/** A metric's name with what is asked of its labels. */
function metricsIn(expr: string): { name: string; matchers: string }[] {
  return [...expr.matchAll(/\b((?:facedesk|process)_[a-z_]+|up)\b(?:\{([^}]*)\})?/g)].map(
    ([, name = '', matchers = '']) => ({ name, matchers }),
  );
}

function familyOf(name: string): string {
  return Object.hasOwn(table, name) ? name : name.replace(/_(bucket|sum|count)$/, '');
}

let desk: Desk;
let text: string;
beforeAll(async () => {
  desk = await openDesk();
  text = (await desk.app.inject('/metrics')).payload;
});
afterAll(() => desk.close());

describe.each(queries)('%s', (_where, expr) => {
  test('asks for metrics that there are', () => {
    const asked = metricsIn(expr).filter(({ name }) => !ofPrometheus.includes(name));
    expect(metricsIn(expr).length).toBeGreaterThan(0);
    for (const { name } of asked) {
      expect(text).toContain(`# TYPE ${familyOf(name)} `);
      const isHistogram = table[familyOf(name)]!.kind === 'histogram';
      expect(name.endsWith('_bucket'), name).toBe(isHistogram);
    }
  });

  test('asks for labels and values that they have', () => {
    for (const { name, matchers } of metricsIn(expr)) {
      if (ofPrometheus.includes(name)) continue;
      for (const [, label = '', , value = ''] of matchers.matchAll(/(\w+)(=~|!=|!~|=)"([^"]*)"/g)) {
        if (addedByPrometheus.includes(label)) continue;
        const values = table[familyOf(name)]!.labels[label];
        expect(values, `${name} ${label}`).toBeDefined();
        if (typeof values !== 'object') continue;
        for (const one of value.split('|')) expect(values, `${name} ${label}`).toContain(one);
      }
    }
    for (const [, labels = ''] of expr.matchAll(/\bby \(([^)]*)\)/g)) {
      const known = metricsIn(expr).flatMap(({ name }) => Object.keys(table[familyOf(name)]?.labels ?? {}));
      for (const label of labels.split(',')) expect([...known, ...addedByPrometheus]).toContain(label.trim());
    }
  });
});

test('every alert says in sentences what is the matter and what to do', () => {
  for (const { alert, annotations, labels } of rules) {
    expect(alert).toMatch(/^Facedesk[A-Z]\w+$/);
    expect(['warning', 'critical']).toContain(labels.severity);
    for (const sentence of [annotations.summary, annotations.description])
      expect(sentence, alert).toMatch(/^["A-Z].{15,}\.$/);
  }
  expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
});

test('the commands that alerts name are there', () => {
  const known = new Set(createProgram().commands.map((command) => command.name()));
  const named = [...file('facedesk-alerts.yml').matchAll(/"facedesk ([a-z-]+)/g)].map(([, name]) => name!);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !known.has(name))).toEqual([]);
});

test('every metric is on the dashboard or in an alert, but for three of little use there', () => {
  const shown = new Set(queries.flatMap(([, expr]) => metricsIn(expr).map(({ name }) => familyOf(name))));
  const missing = Object.keys(metricTable).filter((name) => !shown.has(name));
  expect(missing).toEqual([
    'facedesk_calibration_measured_timestamp_seconds',
    'facedesk_calibration_basis',
    'process_start_time_seconds',
  ]);
});

test('panels lie beside one another', () => {
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, n) => `${x + (n % w)},${y + Math.floor(n / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
});

test('the configuration asks where the service answers', () => {
  const { scrape_configs: configs } = parse(file('prometheus.yml')) as {
    scrape_configs: readonly { job_name: string; metrics_path: string }[];
  };
  expect(configs).toMatchObject([{ job_name: 'facedesk', metrics_path: '/metrics' }]);
  expect(desk.app.hasRoute({ method: 'GET', url: '/metrics' })).toBe(true);
});
