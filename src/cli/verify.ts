/** `facedesk verify`: holds a claim against a photo. Says why not, since whoever may run it on the database can read that anyway. */
import type { Command } from 'commander';
import type { NonMatchReason, UncertainReason } from '../domain/decision.js';
import { type Answer, printAnswer } from './answer.js';
import type { Verdict } from './desk/desk.js';
import { withDesk } from './desk/with-desk.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat } from './global-options.js';
import { readPhoto } from './photo-file.js';

type Reason = NonMatchReason | UncertainReason | 'attackSuspected';

const reasonTexts: Readonly<Record<Reason, (id: string) => string>> = {
  unknownSubject: (id) => `Nobody is registered as ${id}.`,
  notEnrolled: (id) => `${id} is registered, but has no face enrolled yet.`,
  belowThreshold: (id) => `The face is not like the one that ${id} registered with.`,
  justBelowThreshold: (id) =>
    `The face is much like ${id}'s, but not enough to be sure. Try again with a better photo.`,
  someoneElseNear: (id) =>
    `The face is like ${id}'s, and like somebody else's too. Try again, or ask for a card.`,
  attackSuspected: () => 'The photo looks like a face on paper or on a screen. Take a photo of the person.',
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
      const result = await withDesk(self, (desk) => desk.verify({ id, image }));
      printAnswer(answerFormat(self), answerOf(id, result));
      if (result.outcome !== 'match') process.exitCode = exitCodes.negative.code;
    });
}

function answerOf(id: string, { outcome, id: matched = id, reason, receipt }: Verdict): Answer {
  const figures = receipt === undefined ? {} : { receipt };
  if (outcome === 'match') {
    return {
      document: { verified: true, outcome, id: matched, ...figures },
      text: `match: This is ${matched}.`,
    };
  }
  const word = outcome === 'uncertain' ? 'uncertain' : 'no match';
  return {
    document: { verified: false, outcome, id, ...(reason !== undefined && { reason }), ...figures },
    text: `${word}: ${reasonText(id, reason)}`,
  };
}

/** A service elsewhere says why only to keys that may know. */
function reasonText(id: string, reason: string | undefined): string {
  return reason !== undefined && Object.hasOwn(reasonTexts, reason)
    ? reasonTexts[reason as Reason](id)
    : `The photo does not confirm that this is ${id}.`;
}
