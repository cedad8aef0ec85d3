/** `facedesk register`: enrols a person without the HTTP service. */
import type { Command } from 'commander';
import { printAnswer } from './answer.js';
import { answerFormat } from './global-options.js';
import { readPhoto } from './photo-file.js';
import { withVisionServices } from './with-services.js';

export function addRegisterCommand(program: Command): void {
  program
    .command('register')
    .description('enrol a person with a photo')
    .argument('<id>', 'what the person is called from now on')
    .argument('<photo>', 'a JPEG, PNG or WebP file with their face')
    .action(async (id: string, photo: string, _options: object, self: Command) => {
      const image = await readPhoto(photo);
      const subject = await withVisionServices(self, ({ enrolment }) => enrolment.register({ id, image }));
      printAnswer(answerFormat(self), {
        document: { id: subject.id, timestamp: subject.timestamp },
        text: `Registered ${subject.id}.`,
      });
    });
}
