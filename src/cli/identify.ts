/** `facedesk identify`: who, of all enrolled, a photo is most like. For operators' eyes; it confirms nobody. */
import { type Command, InvalidArgumentError } from 'commander';
import { type Answer, printAnswer, table } from './answer.js';
import type { RankedPerson } from './desk/desk.js';
import { withDesk } from './desk/with-desk.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat } from './global-options.js';
import { readPhoto } from './photo-file.js';

export function addIdentifyCommand(program: Command): void {
  program
    .command('identify')
    .description('rank the people whose faces are most like a photo')
    .argument('<photo>', 'a JPEG, PNG or WebP file with one face')
    .option('--limit <number>', 'how many to name', parseLimit, 5)
    .action(async (photo: string, { limit }: { limit: number }, self: Command) => {
      const image = await readPhoto(photo);
      const candidates = await withDesk(self, (desk) => desk.identify({ image, limit }));
      printAnswer(answerFormat(self), candidatesAnswer(candidates));
      if (candidates.length === 0) process.exitCode = exitCodes.negative.code;
    });
}

function candidatesAnswer(candidates: readonly RankedPerson[]): Answer {
  if (candidates.length === 0) return { document: { candidates }, text: 'Nobody here is like that.' };
  const rows = candidates.map(({ id, score, passes }, at) => [
    String(at + 1),
    id,
    score?.toFixed(4) ?? '',
    passes ? 'like enough for a match' : '',
  ]);
  return { document: { candidates }, text: table([['rank', 'id', 'score', ''], ...rows]) };
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > 1000) {
    throw new InvalidArgumentError('It has to be a whole number from 1 to 1000.');
  }
  return limit;
}
