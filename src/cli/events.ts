/** `facedesk events`: who was verified when, and what else happened; what was, and what happens now. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { eventKinds } from '../services/events.js';
import { type AnswerFormat, printAnswer, table } from './answer.js';
import type { ListedEvent } from './desk/desk.js';
import { withDesk } from './desk/with-desk.js';
import { answerFormat } from './global-options.js';
import { take } from './take.js';

interface ListOptions {
  readonly subject?: string;
  readonly kind?: string[];
  readonly limit: number;
}

interface TailOptions {
  readonly kind?: string[];
  readonly after?: string;
}

export function addEventsCommand(program: Command): void {
  const events = program.command('events').description('see what happened, and what happens');
  events
    .command('list')
    .description('list what happened, newest first')
    .option('--subject <id>', 'about this person')
    .addOption(kindOption())
    .option('--limit <number>', 'how many at most', parseNumber, 25)
    .action(async ({ subject, kind, limit }: ListOptions, self: Command) => {
      const query = { ...(subject !== undefined && { subject }), ...(kind !== undefined && { kind }) };
      const { items } = await withDesk(self, (desk) => take(limit, desk.events(query)));
      const text = items.length === 0 ? 'Nothing happened.' : table(items.map(cellsOf));
      printAnswer(answerFormat(self), { document: { events: items }, text });
    });
  events
    .command('tail')
    .description('show what happens as it happens, until it is interrupted; with --json a line each')
    .addOption(kindOption())
    .option('--after <id>', 'begin behind this event instead of now', (text) => String(parseNumber(text)))
    .action(async ({ kind, after }: TailOptions, self: Command) => {
      const interrupted = new AbortController();
      process.once('SIGINT', () => interrupted.abort()).once('SIGTERM', () => interrupted.abort());
      const { signal } = interrupted;
      const options = { signal, ...(kind !== undefined && { kind }), ...(after !== undefined && { after }) };
      await withDesk(self, async (desk) => {
        for await (const event of desk.watch(options))
          process.stdout.write(lineOf(event, answerFormat(self)));
      });
    });
}

function kindOption(): Option {
  return new Option('--kind <kind...>', 'of these kinds').choices(Object.keys(eventKinds));
}

function lineOf(event: ListedEvent, format: AnswerFormat): string {
  return `${format === 'json' ? JSON.stringify(event) : cellsOf(event).join('  ').trimEnd()}\n`;
}

function cellsOf({ id, at, kind, subject = '', outcome = '', reason = '' }: ListedEvent): string[] {
  return [id, at, kind, outcome, subject, reason];
}

function parseNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.');
  return Number(text);
}
