/**
 * Writes docs/configuration.md, docs/errors.md, docs/metrics.md, docs/openapi.json and the client's types from the settings'
 * schema, the error table, the table of metrics and the declared operations. With --check it writes nothing and fails where a file differs from what it would write.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot, packageVersion, settings } from '../src/config/index.js';
import { errorEntry, errorTable, type ErrorCode } from '../src/domain/errors.js';
import { openApiDocument } from '../src/http/v1/openapi/document.js';
import { metricTable, stages } from '../src/observability/metrics/metric-table.js';
import { clientFiles } from './generate-client.js';

const notice = '<!-- Written by `npx tsx scripts/generate-docs.ts`; edit the source it names instead. -->';

const document = openApiDocument(packageVersion());
const pages = {
  'docs/configuration.md': configurationPage(),
  'docs/errors.md': errorsPage(),
  'docs/metrics.md': metricsPage(),
  'docs/openapi.json': `${JSON.stringify(document, null, 2)}\n`,
  ...(await clientFiles(document)),
};

const outdated: string[] = [];
for (const [path, page] of Object.entries(pages)) {
  const file = join(packageRoot, path);
  if ((await readFile(file, 'utf8').catch(() => '')) === page) continue;
  outdated.push(path);
  if (!process.argv.includes('--check')) await writeFile(file, page);
}
if (process.argv.includes('--check') && outdated.length > 0) {
  console.error(`Out of date: ${outdated.join(', ')}. Run npx tsx scripts/generate-docs.ts.`);
  process.exitCode = 1;
}

function configurationPage(): string {
  const rows = settings.map((setting) => [
    `\`${setting.env}\``,
    `\`${setting.name}\``,
    `\`${setting.defaultText}\`${setting.unit === undefined ? '' : ` ${setting.unit}`}`,
    `${setting.description} Has to be ${setting.rule}.${setting.secret ? ' **Secret.**' : ''}`,
  ]);
  return `# Configuration

${notice}
<!-- Source: src/config/schema.ts -->

A setting comes from, in this order, each overruling the one before: its default, the JSON file that
\`FACEDESK_CONFIG_FILE\` names (an object with the names below), the environment, and the flags of the command line.
Everything that is wrong is reported at once, before anything starts; a \`FACEDESK_…\` variable that is no setting counts as
wrong, and one that is set to nothing as not set. In a list, entries are separated by commas.

${table(['Variable', 'In the file', 'Default', 'Meaning'], rows)}`;
}

function errorsPage(): string {
  const rows = (Object.keys(errorTable) as ErrorCode[]).map((code) => {
    const { status, retryable, text, documented } = errorEntry(code);
    return [`\`${code}\``, String(status), retryable ? 'yes' : 'no', documented ? 'no' : 'yes', text];
  });
  return `# Errors

${notice}
<!-- Source: src/domain/errors.ts -->

Every answer that reports a failure is JSON with \`error\`, a sentence for people. Where the library API fixes the whole body,
nothing is added to it; elsewhere it also has \`code\`, which stays the same when sentences change, and from status 500 on
\`requestId\`, by which the log can be searched. On \`/verify/\` every failure also has \`"verified": false\`. "Again" says
whether the same request can succeed later without being changed; a 503 names the seconds in \`Retry-After\`.
Under \`/v1\` failures are problem documents (RFC 9457) with the same codes and sentences: see [api.md](api.md).

${table(['Code', 'Status', 'Again', 'Code sent', 'Sentence'], rows)}`;
}

function metricsPage(): string {
  const rows = Object.entries(metricTable).map(([name, { kind, help, labels }]) => [
    `\`${name}\``,
    kind,
    Object.keys(labels).join(', '),
    help,
  ]);
  const stageRows = Object.entries(stages).map(([name, meaning]) => [`\`${name}\``, meaning]);
  return `# Metrics

${notice}
<!-- Source: src/observability/metrics/metric-table.ts -->

\`GET /metrics\` answers in Prometheus' text format. Where keys are asked for it takes one with the scope \`system:read\`, as
\`Authorization: Bearer …\`; \`FACEDESK_METRICS=false\` turns it off. How to watch a service with Prometheus and Grafana, and
what its alerts mean, is in [operations.md](operations.md#watch-it).

No label can name a person, a key, an address or anything that was sent: values come from tables of the service, routes are
written as they are declared, and everything else becomes \`other\`. Counts begin anew with the process, as Prometheus expects.
Several processes on one database each have counts of their own.

${table(['Metric', 'Kind', 'Labels', 'Meaning'], rows)}
## Stages

What \`facedesk_stage_seconds\` measures, and what the spans of a trace are called. A stage that a picture did not need is not
counted for it.

${table(['Stage', 'What happens'], stageRows)}`;
}

function table(head: string[], rows: string[][]): string {
  const line = (cells: string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}
