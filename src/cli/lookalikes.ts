/** `facedesk lookalikes`: twins, siblings and other pairs between whom the desk has to be surer than usual. */
import { type Command, InvalidArgumentError } from 'commander';
import { printAnswer, table } from './answer.js';
import { answerFormat } from './global-options.js';
import { withServices } from './with-services.js';

/** About what separates the distances of two photos of one person in daily use. */
const defaultMargin = 0.05;

export function addLookalikesCommand(program: Command): void {
  const lookalikes = program.command('lookalikes').description('look after pairs of people who look alike');

  lookalikes
    .command('list', { isDefault: true })
    .description('list the pairs with their margins')
    .action(async (_options: object, self: Command) => {
      const pairs = await withServices(self, (services) => services.lookalikes.list());
      const rows = pairs.map(({ ids, margin }) => [ids[0], ids[1], String(margin)]);
      printAnswer(answerFormat(self), {
        document: { lookalikes: pairs },
        text: rows.length === 0 ? 'No pair is set.' : table([['id', 'id', 'margin'], ...rows]),
      });
    });

  lookalikes
    .command('set')
    .description(
      'ask for a lead of one over the other; a claim that leads by less is answered with "try again"',
    )
    .argument('<id>')
    .argument('<other-id>')
    .option('--margin <number>', 'the lead, in units of the score', parseMargin, defaultMargin)
    .action(async (id: string, otherId: string, { margin }: { margin: number }, self: Command) => {
      const pair = await withServices(self, (services) => services.lookalikes.set([id, otherId], margin));
      printAnswer(answerFormat(self), {
        document: pair,
        text: `A claim of ${pair.ids[0]} or ${pair.ids[1]} now has to lead over the other by ${margin}.`,
      });
    });

  lookalikes
    .command('remove')
    .description('treat the two as any others again')
    .argument('<id>')
    .argument('<other-id>')
    .action(async (id: string, otherId: string, _options: object, self: Command) => {
      await withServices(self, (services) => services.lookalikes.remove([id, otherId]));
      printAnswer(answerFormat(self), {
        document: { removed: [id, otherId] },
        text: `Removed ${id} and ${otherId}.`,
      });
    });
}

function parseMargin(text: string): number {
  const margin = Number(text);
  if (text.trim() === '' || !(margin > 0 && margin <= 0.5)) {
    throw new InvalidArgumentError('It has to be a number above 0 and up to 0.5.');
  }
  return margin;
}
