/** `facedesk delete`: erases a person with everything kept of them. */
import type { Command } from 'commander';
import { printAnswer } from './answer.js';
import { answerFormat } from './global-options.js';
import { withServices } from './with-services.js';

export function addDeleteCommand(program: Command): void {
  program
    .command('delete')
    .description('erase a person with their templates and photos')
    .argument('<id>', 'the id of the person')
    .action(async (id: string, _options: object, self: Command) => {
      const fileNames = await withServices(self, ({ subjects }) => subjects.forget(id));
      const photos = fileNames.length === 1 ? 'one photo' : `${fileNames.length} photos`;
      printAnswer(answerFormat(self), {
        document: { id, filesDeleted: fileNames },
        text: `Deleted ${id} with ${photos}.`,
      });
    });
}
