/** `facedesk attempts`: forgives an id its failed attempts, so that a pause or a lock on it ends. */
import type { Command } from 'commander';
import { printAnswer } from './answer.js';
import { answerFormat } from './global-options.js';
import { withServices } from './with-services.js';

export function addAttemptsCommand(program: Command): void {
  const attempts = program.command('attempts').description('look after the count of failed verifications');
  attempts
    .command('unlock')
    .description('lift pauses and locks of an id, wherever they are')
    .argument('<id>', 'the id, whether or not anybody has it')
    .action(async (id: string, _options: object, self: Command) => {
      const places = await withServices(self, (services) => services.attempts.unlock(id));
      const where = places === 1 ? 'from one place' : `from ${places} places`;
      printAnswer(answerFormat(self), {
        document: { id, places },
        text: places === 0 ? `Nothing was counted against ${id}.` : `Forgave ${id} what failed ${where}.`,
      });
    });
}
