/** `facedesk register`: enrols a person without the HTTP service. */
import type { Command } from 'commander';
import { printAnswer } from './answer.js';
import { withDesk } from './desk/with-desk.js';
import { answerFormat } from './global-options.js';
import { readPhoto } from './photo-file.js';
import { refusedPhotosText } from './photos.js';

export function addRegisterCommand(program: Command): void {
  program
    .command('register')
    .description('enrol a person with one photo or several')
    .argument('<id>', 'what the person is called from now on')
    .argument('<photos...>', 'JPEG, PNG or WebP files with their face, 1 to 10')
    .option('--scanned', 'the photos were scanned from a card, not taken with a camera')
    .action(async (id: string, paths: string[], { scanned }: { scanned?: true }, self: Command) => {
      const images = await Promise.all(paths.map(readPhoto));
      const enrolled = await withDesk(self, (desk) =>
        desk.register({ id, images, scanned: scanned === true }),
      );
      printAnswer(answerFormat(self), {
        document: enrolled,
        text: [`Registered ${enrolled.id}.`, ...refusedPhotosText(paths, enrolled.photos)].join('\n'),
      });
    });
}
