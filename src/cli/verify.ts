/** `facedesk verify`: holds a claim against a photo. Says why not, since whoever runs it can read the database anyway. */
import type { Command } from 'commander';
import type { NonMatchReason, UncertainReason } from '../domain/decision.js';
import type { Verification } from '../services/verification.js';
import { type Answer, printAnswer } from './answer.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat } from './global-options.js';
import { readPhoto } from './photo-file.js';
import { withVisionServices } from './with-services.js';

const reasonTexts: Readonly<Record<NonMatchReason | UncertainReason, (id: string) => string>> = {
  unknownSubject: (id) => `Nobody is registered as ${id}.`,
  notEnrolled: (id) => `${id} is registered, but has no face enrolled yet.`,
  belowThreshold: (id) => `The face is not like the one that ${id} registered with.`,
  justBelowThreshold: (id) =>
    `The face is much like ${id}'s, but not enough to be sure. Try again with a better photo.`,
  someoneElseNear: (id) =>
    `The face is like ${id}'s, and like somebody else's too. Try again, or ask for a card.`,
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
      printAnswer(answerFormat(self), answerOf(id, result));
      if (result.outcome !== 'match') process.exitCode = exitCodes.negative.code;
    });
}

function answerOf(id: string, result: Verification): Answer {
  const { outcome, receipt } = result;
  if (result.outcome === 'match') {
    const matched = result.subject.id;
    return {
      document: { verified: true, outcome, id: matched, receipt },
      text: `match: This is ${matched}.`,
    };
  }
  const { reason } = result;
  const word = outcome === 'uncertain' ? 'uncertain' : 'no match';
  return {
    document: { verified: false, outcome, id, reason, receipt },
    text: `${word}: ${reasonTexts[reason](id)}`,
  };
}
