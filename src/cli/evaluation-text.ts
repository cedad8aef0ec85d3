/** An evaluation's report as a person reads it on a terminal. */
import type { GroupRates } from '../domain/accuracy/breakdown.js';
import type { FnmrAtFmr } from '../domain/accuracy/fnmr-at-fmr.js';
import type { GalleryRates } from '../domain/accuracy/identification-rates.js';
import type { EvaluationReport, FmrKey } from '../services/evaluation-report.js';
import { table } from './answer.js';
import { durationText } from './progress.js';

const kinds = ['raw', 'normalised', 'normalisedPairExcluded'] as const;

export function evaluationText(report: EvaluationReport): string {
  return [
    table(summary(report)),
    '',
    'FNMR, with its 95 % interval',
    table(errorRates(report)),
    ...unsupportedLines(report),
    ...identificationLines(report.identification),
    ...report.breakdown.flatMap(({ column, fmr, normalised, raw }) =>
      groupLines(`By ${column}, at FMR ${fmr ?? '-'} over all`, normalised.length > 0 ? normalised : raw),
    ),
  ].join('\n');
}

function summary(report: EvaluationReport): string[][] {
  const { failureToAcquire, raw } = report;
  const accuracy =
    raw.accuracy10Fold === null || raw.standardError === null
      ? 'not to be had: the pairs make fewer than two folds'
      : `${percent(raw.accuracy10Fold)} ± ${percent(raw.standardError)} over ${raw.folds.length} folds`;
  return [
    ['Pictures', `${count(report.images)} of ${count(report.people)} people`],
    ['No face acquired', `${count(failureToAcquire.files.length)} (${percent(failureToAcquire.rate)})`],
    ['Pairs listed', count(report.pairs)],
    ['Pairs compared', `${count(report.matedPairs)} mated, ${count(report.nonMatedPairs)} non-mated`],
    ['Accuracy', accuracy],
    ['Strangers', `${report.cohort.nearest} nearest of ${count(report.cohort.people)} people`],
    ['Model', report.modelId],
    ['Time', durationText(report.seconds)],
  ];
}

function errorRates(report: EvaluationReport): string[][] {
  const keys = Object.keys(report.raw.fnmrAtFmr) as FmrKey[];
  const rows = keys.map((key) => [key, ...kinds.map((kind) => rateText(report[kind].fnmrAtFmr[key]))]);
  return [['FMR', 'raw', 'normalised', 'normalised, stranger not enrolled'], ...rows];
}

function rateText({ value, low, high }: Pick<FnmrAtFmr, 'value' | 'low' | 'high'>): string {
  if (value === null || low === null || high === null) return '-';
  return `${percent(value)} (${percent(low)} to ${percent(high)})`;
}

function unsupportedLines(report: EvaluationReport): string[] {
  const rates = kinds.flatMap((kind) => Object.values(report[kind].fnmrAtFmr));
  const reasons = new Set(rates.flatMap(({ reason }) => (reason === undefined ? [] : [reason])));
  return reasons.size === 0 ? [] : ['', ...[...reasons].map((reason) => `Not supported: ${reason}.`)];
}

function identificationLines(galleries: readonly GalleryRates[]): string[] {
  if (galleries.length === 0) return [];
  const rows = galleries.map(({ gallerySize, everybody, raw, normalised }) => [
    `${count(gallerySize)}${everybody ? ' (everybody)' : ''}`,
    rateText(raw.fnirAtFpir['1e-2']),
    rateText(normalised.fnirAtFpir['1e-2']),
  ]);
  return ['', 'FNIR at FPIR 1e-2, 1:N', table([['enrolled', 'raw', 'normalised'], ...rows])];
}

function groupLines(title: string, groups: readonly GroupRates[]): string[] {
  if (groups.length === 0) return ['', `${title}: too few non-mated pairs for any threshold`];
  const rows = groups.map(({ group, fnmr, fmr }) => [group, rateText(fnmr), rateText(fmr)]);
  const warnings = groups.flatMap(({ group, warning }) =>
    warning === undefined ? [] : [`${group}: ${warning}.`],
  );
  return ['', title, table([['group', 'FNMR', 'FMR'], ...rows]), ...warnings];
}

function percent(share: number): string {
  const value = 100 * share;
  return `${value !== 0 && value < 0.1 ? value.toPrecision(2) : value.toFixed(2)} %`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
