/** `facedesk export`: everything needed to move to another database or machine, in one file. */
import type { Command } from 'commander';
import { printAnswer } from './answer.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat } from './global-options.js';
import { withServices } from './with-services.js';

export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('write everybody with their templates and kept photos to a file')
    .requiredOption('--to <path>', 'a file that is not there yet, or a folder')
    .action(async ({ to }: { to: string }, self: Command) => {
      const outcome = await withServices(self, ({ subjectTransfer }) => subjectTransfer.exportTo(to));
      const { file, subjects, templates, photos, damaged } = outcome;
      printAnswer(answerFormat(self), {
        document: outcome,
        text: `Wrote ${subjects} people with ${templates} templates and ${photos} photos to ${file}.`,
      });
      if (damaged > 0) {
        process.stderr.write(
          `${damaged} records are damaged and not in the file: facedesk encryption verify\n`,
        );
        process.exitCode = exitCodes.negative.code;
      }
      process.stderr.write(
        'The file holds biometric data, and is not encrypted. Move it over protected ways only, and delete it afterwards.\n',
      );
    });
}
