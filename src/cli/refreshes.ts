/** `facedesk refreshes`: which verifications have added to what people are recognised by, and how to take it back. */
import type { Command } from 'commander';
import { printAnswer, table } from './answer.js';
import { answerFormat } from './global-options.js';
import { parseNumber } from './photos.js';
import { withServices } from './with-services.js';

export function addRefreshesCommand(program: Command): void {
  const refreshes = program
    .command('refreshes')
    .description('look after the templates that clear matches have added');

  refreshes
    .command('list', { isDefault: true })
    .description('list them with their numbers, the oldest first')
    .argument('[id]', 'of this person only')
    .action(async (id: string | undefined, _options: object, self: Command) => {
      const listed = await withServices(self, (services) => services.refreshes.list(id));
      const rows = listed.map((one) => [
        String(one.refreshNo),
        one.id,
        one.createdAt,
        one.state === 'refreshed' ? 'counts' : 'waits for review',
        one.score.toFixed(3),
        one.requestId ?? '',
      ]);
      const heading = ['number', 'id', 'added', 'state', 'score', 'request'];
      printAnswer(answerFormat(self), {
        document: { refreshes: listed },
        text: rows.length === 0 ? 'There are none.' : table([heading, ...rows]),
      });
    });

  refreshes
    .command('undo')
    .description('take one away; what was enrolled stays as it is')
    .argument('<number>', 'as "refreshes list" shows it', parseNumber)
    .action(async (refreshNo: number, _options: object, self: Command) => {
      await withServices(self, (services) => services.refreshes.undo(refreshNo));
      printAnswer(answerFormat(self), { document: { undone: refreshNo }, text: `Took ${refreshNo} away.` });
    });

  refreshes
    .command('confirm')
    .description('let one that waits for review count')
    .argument('<number>', 'as "refreshes list" shows it', parseNumber)
    .action(async (refreshNo: number, _options: object, self: Command) => {
      await withServices(self, (services) => services.refreshes.confirm(refreshNo));
      printAnswer(answerFormat(self), {
        document: { confirmed: refreshNo },
        text: `${refreshNo} counts from now on.`,
      });
    });
}
