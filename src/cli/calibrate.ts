/** `facedesk calibrate`: measures the own gallery, and says what the promised rate means for the people in it. */
import { type Command, InvalidArgumentError } from 'commander';
import type { RateInterval } from '../domain/calibration.js';
import type { GalleryReport, NamedPair } from '../services/gallery-report.js';
import { type Answer, printAnswer, table } from './answer.js';
import { answerFormat } from './global-options.js';
import { withVisionServices } from './with-services.js';

export function addCalibrateCommand(program: Command): void {
  program
    .command('calibrate')
    .description('measure what the promised false match rate means for the people enrolled here')
    .option('--limit <number>', 'how many pairs and people to name in each list', parseLimit, 20)
    .action(async ({ limit }: { limit: number }, self: Command) => {
      const report = await withVisionServices(self, ({ galleryReporting }) => galleryReporting.report(limit));
      printAnswer(answerFormat(self), answerOf(report));
    });
}

function answerOf(report: GalleryReport): Answer {
  const { record, support } = report;
  const rate = `1 false match in ${Math.round(1 / record.targetFmr).toLocaleString('en')} strangers`;
  const fmr =
    record.fmr &&
    `At this line ${percent(record.fmr.value)} of strangers would pass (95 % interval ${percent(record.fmr.low)} to ${percent(record.fmr.high)}).`;
  const text = [
    `Promised: ${rate}. ${support}`,
    `Line: a normalised score above ${record.threshold.toFixed(4)}; from ${record.uncertainFrom.toFixed(4)} on the verdict is "try again".`,
    fmr ?? 'There is too little to compare in this gallery to measure a rate.',
    refusalsText(report),
    section(
      'Likely the same person under two ids, or twins. Look at both; delete one, or set a margin with "facedesk lookalikes set"',
      pairs(report.likelyDuplicates),
    ),
    section(
      'Different people who would pass as each other. Ask them for a card, or set a margin',
      pairs(report.lookalikes),
    ),
    section(
      'People whom several others are like. A better photo of them may help',
      report.attractors.map(({ id, others }) => [id, `${others} others`]),
    ),
    section(
      'People who are often refused, or somebody else under their ID. A photo of today may help ("facedesk photos add")',
      report.oftenRefused.map(({ id, refused, verdicts }) => [id, `${refused} of ${verdicts} times`]),
    ),
  ];
  return { document: report, text: text.join('\n\n') };
}

function refusalsText({ refusals }: GalleryReport): string {
  if (refusals === null)
    return 'Nobody is enrolled with two photos, so how often rightful people are refused cannot be measured here. A second photo of some, taken on another day, would tell.';
  const { photos, people, refused, uncertain } = refusals;
  const share = ({ value, low, high }: RateInterval) =>
    `${percent(value)} (95 % interval ${percent(low)} to ${percent(high)})`;
  return `Of the ${photos} photos of ${people} people who are enrolled with several, held against the same person's others, ${share(refused)} would be refused and ${share(uncertain)} asked to try again. Photos taken in one sitting are more alike than those of another day.`;
}

function section(heading: string, rows: readonly (readonly string[])[]): string {
  return rows.length === 0 ? `${heading}: nobody.` : `${heading}:\n${table(rows)}`;
}

function pairs(named: readonly NamedPair[]): string[][] {
  return named.map(({ ids, score }) => [ids[0], ids[1], score.toFixed(4)]);
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > 1000) {
    throw new InvalidArgumentError('It has to be a whole number from 1 to 1000.');
  }
  return limit;
}
