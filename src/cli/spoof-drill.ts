/** `facedesk spoof-drill`: how the detection of attacks does on the desk's own camera, prints and screens. */
import type { Command } from 'commander';
import type { Proportion } from '../domain/attack/error-rates.js';
import { type DrillGroup, type DrillReport, runSpoofDrill } from '../services/spoof-drill.js';
import { printAnswer, table } from './answer.js';
import { answerFormat, configOf } from './global-options.js';
import { createProgress } from './progress.js';
import { UsageError } from './usage-error.js';
import { withVision } from './vision-tools.js';

interface DrillOptions {
  readonly live: string;
  readonly attacks: string;
  readonly maxBpcer: string;
}

export function addSpoofDrillCommand(program: Command): void {
  program
    .command('spoof-drill')
    .description('measure the detection of prints and screens with your own camera; needs no database')
    .requiredOption('--live <folder>', 'pictures of live faces, taken with the camera of the desk')
    .requiredOption(
      '--attacks <folder>',
      'pictures of attacks by the same camera, in one folder for each kind of print or screen',
    )
    .option('--max-bpcer <share>', 'how many of the live faces the suggested bar may doubt', '0.01')
    .action(async (options: DrillOptions, self: Command) => {
      const report = await drill(options, self);
      printAnswer(answerFormat(self), { document: report, text: drillText(report) });
    });
}

async function drill({ live, attacks, maxBpcer }: DrillOptions, command: Command): Promise<DrillReport> {
  const share = Number(maxBpcer);
  if (maxBpcer.trim() === '' || !(share >= 0 && share < 1))
    throw new UsageError('--max-bpcer is a share from 0 up to, but not including, 1, such as 0.01.');
  const { bar } = configOf(command).attacks;
  const progress = createProgress('pictures');
  try {
    return await withVision(command, (vision) =>
      runSpoofDrill(vision, {
        live,
        attacks,
        bar,
        maxBpcer: share,
        onProgress: (done, total) => progress.update(done, total),
      }),
    );
  } finally {
    progress.stop();
  }
}

export function drillText({ bar, live, species, suggested }: DrillReport): string {
  const header = ['', 'pictures', 'no face', 'errors', 'rate', '95 % interval', 'seen by'];
  const row = (name: string, group: DrillGroup, rate: Proportion): string[] => [
    name,
    String(rate.count + group.noAnswer),
    String(group.noAnswer),
    String(rate.errors),
    percent(rate.value),
    interval(rate),
    signsText(group),
  ];
  return [
    `At the bar of ${bar}:`,
    table([
      header,
      row('live faces doubted (BPCER)', live, live.bpcer),
      ...species.map((one) => row(`${one.name} not noticed (APCER)`, one, one.apcer)),
    ]),
    '',
    suggestionText({ bar, live, species, suggested }),
    'Pictures of one person on one day are much alike: the intervals hold for more of the same, not for other people, rooms or ' +
      'attacks.',
  ].join('\n');
}

function suggestionText({ species, suggested }: DrillReport): string {
  if (suggested === null) return 'No live face was found, so nothing can be suggested.';
  const kinds = species.map(
    ({ name, apcerAtSuggestedBar: rate }) => `${name} ${percent(rate.value)} (${interval(rate)})`,
  );
  return (
    `Suggested: FACEDESK_ATTACK_BAR=${suggested.bar}, at which ${percent(suggested.bpcer.value)} of the live faces are doubted ` +
    `(${interval(suggested.bpcer)}) and not noticed are: ${kinds.join(', ')}.`
  );
}

function signsText({ signs }: DrillGroup): string {
  return Object.entries(signs)
    .map(([sign, times]) => `${sign} ${times}`)
    .join(', ');
}

function percent(share: number | null): string {
  return share === null ? '-' : `${(100 * share).toFixed(1)} %`;
}

function interval({ low, high }: Proportion): string {
  return `${percent(low)} to ${percent(high)}`;
}
