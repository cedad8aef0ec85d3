/** Draws the figures of a service as lines of text that fit into a terminal of 80 columns and 24 lines. */
import type { Figures, StageFigures } from './figures.js';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Lines no longer than the terminal is wide, and no more than it is high. */
export function drawPicture(figures: Figures, { columns, rows }: Size): string[] {
  const { version, database, model, sinceStart, seconds } = figures;
  const span = `${sinceStart ? 'since the start, ' : 'over '}${duration(seconds)}`;
  const lines = [
    `facedesk ${version}   ${database}   ${span}`,
    galleryLine(figures),
    `model     ${model}`,
    '',
    ...decisionLines(figures),
    '',
    ...stageLines(figures.stages),
    '',
    ...partLines(figures),
  ];
  return lines
    .slice(0, rows)
    .map((line) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line));
}

function galleryLine({ now }: Figures): string {
  const here =
    now.estimatedFmr === undefined ? 'too few people to tell here' : `here ${rate(now.estimatedFmr)}`;
  const target =
    now.targetFmr === undefined ? '' : `   false matches: ${rate(now.targetFmr)} wanted, ${here}`;
  return `people    ${now.people ?? '?'}${target}`;
}

function decisionLines({
  verdicts,
  reasons,
  registrations,
  requests,
  errors,
  seconds,
  now,
}: Figures): string[] {
  const decided = total(verdicts);
  return [
    `verdicts  ${perSecond(decided, seconds)}   ${listed(verdicts)}`,
    `why not   ${listed(reasons) || 'none'}`,
    `register  ${perSecond(total(registrations), seconds)}   ${listed(registrations)}`,
    `requests  ${perSecond(requests, seconds)}   locked claims ${now.locked ?? 0}`,
    `errors    ${listed(errors) || 'none'}`,
  ].map((line) => line.trimEnd());
}

/** Two columns of stages, so that all of them fit. */
function stageLines(stages: readonly StageFigures[]): string[] {
  const half = Math.ceil(stages.length / 2);
  const head = `${'stage'.padEnd(13)}${'p50'.padStart(9)}${'p95'.padStart(9)}`;
  const lineOf = ({ stage, p50, p95 }: StageFigures): string =>
    `${stage.padEnd(13)}${milliseconds(p50).padStart(9)}${milliseconds(p95).padStart(9)}`;
  return [
    `${head}       ${head}`,
    ...stages.slice(0, half).map((left, index) => {
      const right = stages[half + index];
      return `${lineOf(left)}       ${right === undefined ? '' : lineOf(right)}`.trimEnd();
    }),
  ];
}

function partLines(figures: Figures): string[] {
  const { now, cpu, restarts, databaseP95, databaseErrors } = figures;
  const failing = now.workersFailing === 1 ? '   FAILING' : '';
  return [
    `queue     ${now.queued ?? 0} photos, ${bytes(now.queuedBytes)}, ${(now.workSeconds ?? 0).toFixed(1)} s of work   uploads ${bytes(now.uploadBytes)}`,
    `workers   ${now.workersReady ?? 0} of ${now.workers ?? 0} ready, ${now.workersBusy ?? 0} busy, ${restarts} replaced, ${bytes(now.workersBytes)}${failing}`,
    `service   ${bytes(now.residentBytes)}, ${Math.round(cpu * 100)} % of a core, ${now.openFiles ?? '?'} open files`,
    `loop late p50 ${milliseconds(now.loopP50)}, p99 ${milliseconds(now.loopP99)}, most ${milliseconds(now.loopMost)}`,
    `database  p95 ${milliseconds(databaseP95)}, ${databaseErrors} failed statements`,
    `webhooks  ${now.deliveriesWaiting ?? 0} deliveries wait, ${now.deliveriesDead ?? 0} were given up`,
  ];
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function listed(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join('  ');
}

function perSecond(count: number, seconds: number): string {
  return `${(count / seconds).toFixed(2)}/s`;
}

function milliseconds(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) return '-';
  const ms = seconds * 1000;
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

function bytes(value = 0): string {
  return value < 2 ** 20 ? `${Math.round(value / 1024)} KiB` : `${Math.round(value / 2 ** 20)} MiB`;
}

function rate(value: number): string {
  return value > 0 ? `1 in ${Math.round(1 / value)}` : 'none';
}

function duration(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}
