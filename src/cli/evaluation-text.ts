/** An evaluation's report as a person reads it. */
import type { FnmrAtFmr } from '../domain/accuracy/fnmr-at-fmr.js';
import type { EvaluationReport } from '../services/evaluation.js';
import { table } from './answer.js';
import { durationText } from './progress.js';

export function evaluationText(report: EvaluationReport): string {
  return [table(summary(report)), '', table(errorRates(report)), ...unsupportedLines(report)].join('\n');
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
    ['Model', report.modelId],
    ['Time', durationText(report.seconds)],
  ];
}

function errorRates({ raw }: EvaluationReport): string[][] {
  const rows = Object.entries(raw.fnmrAtFmr).map(([fmr, row]) => [fmr, ...cells(row)]);
  return [['FMR', 'FNMR', '95 % interval', 'threshold'], ...rows];
}

function cells({ value, low, high, threshold }: FnmrAtFmr): string[] {
  if (value === null || low === null || high === null || threshold === null) return ['-', '-', '-'];
  return [percent(value), `${percent(low)} to ${percent(high)}`, threshold.toFixed(4)];
}

function unsupportedLines({ raw }: EvaluationReport): string[] {
  const reasons = Object.values(raw.fnmrAtFmr).flatMap(({ reason }) =>
    reason === undefined ? [] : [reason],
  );
  return reasons.length === 0 ? [] : ['', ...reasons.map((reason) => `Not supported: ${reason}.`)];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
