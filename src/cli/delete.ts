/** `facedesk delete`: erases a person with everything kept of them. */
import type { Command } from 'commander';
import { printAnswer } from './answer.js';
import { withDesk } from './desk/with-desk.js';
import { answerFormat } from './global-options.js';

export function addDeleteCommand(program: Command): void {
  program
    .command('delete')
    .description('erase a person with their templates and photos')
    .argument('<id>', 'the id of the person')
    .action((id: string, _options: object, self: Command) => deletePerson(id, self));
}

export async function deletePerson(id: string, command: Command): Promise<void> {
  const { filesDeleted } = await withDesk(command, (desk) => desk.delete(id));
  const photos = filesDeleted?.length === 1 ? 'one photo' : `${filesDeleted?.length ?? 'all'} photos`;
  printAnswer(answerFormat(command), {
    document: { id, ...(filesDeleted !== undefined && { filesDeleted }) },
    text: `Deleted ${id} with ${photos}.`,
  });
}
