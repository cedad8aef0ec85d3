/** Where the time of an import went, as a person reads it. */
import { importStages, type StageTime } from '../services/moving/import-times.js';
import { table } from './answer.js';

export function timesText(times: readonly StageTime[]): string {
  const rows = times.map(({ stage, count, medianMs, totalMs, share }) => [
    stage,
    count.toLocaleString('en'),
    `${medianMs < 10 ? medianMs.toFixed(2) : medianMs.toFixed(0)} ms`,
    `${(totalMs / 1000).toFixed(2)} s`,
    share === null ? 'no work' : `${(100 * share).toFixed(1)} %`,
    importStages[stage],
  ]);
  return [
    'Where the time went; workers work at the same time, so it adds up to more than the import took.',
    table([['stage', 'times', 'median', 'together', 'share', ''], ...rows]),
  ].join('\n');
}
