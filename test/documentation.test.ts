/** The generated pages say what the code says, and the error table holds what the code throws: neither more nor less. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot, settings } from '../src/config/index.js';
import { errorTable } from '../src/domain/errors.js';
import { metricTable, stages } from '../src/observability/metrics/metric-table.js';

const page = (name: string): string => readFileSync(join(packageRoot, 'docs', name), 'utf8');
const firstCells = (text: string): string[] =>
  [...text.matchAll(/^\| `(\w+)`/gm)].map(([, cell]) => cell!).sort();

test('docs/errors.md has every code of the table and no other', () => {
  expect(firstCells(page('errors.md'))).toEqual(Object.keys(errorTable).sort());
});

test('docs/configuration.md has every setting and no other', () => {
  expect(firstCells(page('configuration.md'))).toEqual(settings.map(({ env }) => env).sort());
});

test('docs/metrics.md has every metric and stage and no other', () => {
  const names = [...Object.keys(metricTable), ...Object.keys(stages)];
  expect(firstCells(page('metrics.md'))).toEqual(names.sort());
});

test('all pages are what their generator writes', () => {
  const script = join(packageRoot, 'scripts', 'generate-docs.ts');
  execFileSync(process.execPath, ['--import', 'tsx', script, '--check'], { cwd: packageRoot });
});

test('every code of the table is used somewhere in src', () => {
  const sources = readdirSync(join(packageRoot, 'src'), { recursive: true, encoding: 'utf8' })
    .filter(
      (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && path !== join('domain', 'errors.ts'),
    )
    .map((path) => readFileSync(join(packageRoot, 'src', path), 'utf8'))
    .join('\n');
  expect(Object.keys(errorTable).filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
});
