/** `facedesk duplicates`: people who seem to be enrolled twice, or to look alike, and what somebody found who looked. */
import type { Command } from 'commander';
import type { AlikePeople, Settlement } from '../services/duplicates.js';
import { printAnswer, table } from './answer.js';
import { answerFormat } from './global-options.js';
import { withVisionServices } from './with-services.js';

export function addDuplicatesCommand(program: Command): void {
  const duplicates = program
    .command('duplicates')
    .description('look after people who may be enrolled twice, and people who look alike');

  duplicates
    .command('list', { isDefault: true })
    .description('list pairs that nobody has settled, the most alike first')
    .action(async (_options: object, self: Command) => {
      const pairs = await withVisionServices(self, (services) => services.duplicates.list());
      printAnswer(answerFormat(self), {
        document: { pairs },
        text: pairs.length === 0 ? 'Nobody looks like somebody else.' : pairsText(pairs),
      });
    });

  const settling = (
    name: string,
    verdict: Settlement['verdict'],
    description: string,
    said: string,
  ): void => {
    duplicates
      .command(name)
      .description(description)
      .argument('<id>')
      .argument('<other-id>')
      .action(async (id: string, otherId: string, _options: object, self: Command) => {
        const ids = await withVisionServices(self, (services) =>
          services.duplicates.settle({ subjects: [id, otherId], verdict }),
        );
        printAnswer(answerFormat(self), {
          document: { ids, verdict },
          text: `${ids[0]} and ${ids[1]} ${said}.`,
        });
      });
  };
  settling(
    'settle',
    'notSamePerson',
    'remember that two are not the same person; they are listed no more',
    'are remembered as two people',
  );
  settling('reopen', 'open', 'take that back', 'may be one person again');
}

function pairsText(pairs: readonly AlikePeople[]): string {
  const rows = pairs.map(({ ids, subjectNos, kind, score, noted }) => [
    kind,
    `${ids[0]} (${subjectNos[0]})`,
    `${ids[1]} (${subjectNos[1]})`,
    score.toFixed(3),
    noted ? 'noted at registration' : '',
  ]);
  return table([['kind', 'id (number)', 'id (number)', 'score', ''], ...rows]);
}
