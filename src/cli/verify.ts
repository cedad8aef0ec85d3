/** `facedesk verify`: holds a claim against a photo. Says why not, since whoever runs it can read the database anyway. */
import type { Command } from 'commander';
import type { NonMatchReason } from '../domain/decision.js';
import { type Answer, printAnswer } from './answer.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat } from './global-options.js';
import { readPhoto } from './photo-file.js';
import { withVisionServices } from './with-services.js';

const reasonTexts: Readonly<Record<NonMatchReason, (id: string) => string>> = {
  unknownSubject: (id) => `Nobody is registered as ${id}.`,
  notEnrolled: (id) => `${id} is registered, but has no face enrolled yet.`,
  belowThreshold: (id) => `The face is not like the one that ${id} registered with.`,
  someoneElseNearer: (id) => `The face is more like somebody else's than ${id}'s.`,
};

export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .description('tell whether a photo shows the person with this id')
    .argument('<id>', 'who the person says they are')
    .argument('<photo>', 'a JPEG, PNG or WebP file with their face')
    .action(async (id: string, photo: string, _options: object, self: Command) => {
      const image = await readPhoto(photo);
      const result = await withVisionServices(self, ({ verification }) => verification.verify({ id, image }));
      if (result.outcome === 'match') {
        printAnswer(answerFormat(self), matchAnswer(result.subject.id));
        return;
      }
      printAnswer(answerFormat(self), nonMatchAnswer(id, result.reason));
      process.exitCode = exitCodes.negative.code;
    });
}

function matchAnswer(id: string): Answer {
  return { document: { verified: true, id }, text: `match: This is ${id}.` };
}

function nonMatchAnswer(id: string, reason: NonMatchReason): Answer {
  return { document: { verified: false, id, reason }, text: `no match: ${reasonTexts[reason](id)}` };
}
