/** `facedesk top`: what a running service does at this moment, on this machine or behind --profile. */
import { type Command, InvalidArgumentError } from 'commander';
import { printAnswer } from './answer.js';
import { answerFormat } from './global-options.js';
import { figuresOf } from './top/figures.js';
import { showLive } from './top/live-view.js';
import { metricsSource, readMetrics } from './top/metrics-source.js';
import { drawPicture } from './top/picture.js';
import { Span } from './top/reading.js';

/** Of a picture that is not shown on a terminal. */
const size = { columns: 80, rows: 24 };

interface TopOptions {
  readonly once?: true;
  readonly interval: number;
}

export function addTopCommand(program: Command): void {
  program
    .command('top')
    .description('watch a running service: verdicts, refusals, stages, queue, workers, memory')
    .option(
      '--once',
      'print one picture of everything since the start, and end; so it does without a terminal',
    )
    .option('--interval <seconds>', 'how often to look', parseInterval, 2)
    .action(async ({ once, interval }: TopOptions, self: Command) => {
      const source = await metricsSource(self);
      const format = answerFormat(self);
      if (once !== true && format === 'text' && process.stdout.isTTY) {
        await readMetrics(source);
        return showLive(source, interval * 1000);
      }
      const figures = figuresOf(new Span(await readMetrics(source), Date.now()));
      printAnswer(format, { document: figures, text: drawPicture(figures, size).join('\n') });
    });
}

function parseInterval(text: string): number {
  if (!/^\d{1,4}(\.\d)?$/.test(text) || Number(text) < 0.5)
    throw new InvalidArgumentError('It has to be a number of seconds from 0.5 on.');
  return Number(text);
}
