/** `facedesk models reembed`: new templates from the kept photos, for people who are enrolled under another model only. */
import type { Command } from 'commander';
import type { Reembedding } from '../../services/model-change.js';
import { printAnswer } from '../answer.js';
import { exitCodes } from '../exit-codes.js';
import { answerFormat } from '../global-options.js';
import { createProgress } from '../progress.js';
import { withVisionServices } from '../with-services.js';

export function addReembedCommand(models: Command): void {
  models
    .command('reembed')
    .description('make templates under the present model from the kept photos; the old ones stay')
    .action(async (_options: object, self: Command) => {
      const progress = createProgress('people');
      const result = await withVisionServices(self, ({ modelChange }) =>
        modelChange.reembed({ onProgress: (done, total) => progress.update(done, total) }),
      ).finally(() => progress.stop());
      printAnswer(answerFormat(self), { document: result, text: textOf(result) });
      if (leftOut(result).length > 0) process.exitCode = exitCodes.negative.code;
    });
}

function textOf(result: Reembedding): string {
  const lines = [`${result.added} people have new templates.`];
  if (leftOut(result).length === 0) return lines[0]!;
  if (result.withoutPhoto.length > 0) lines.push(`No photo was kept of: ${result.withoutPhoto.join(', ')}`);
  if (result.withoutFace.length > 0)
    lines.push(`No face was found in the kept photos of: ${result.withoutFace.join(', ')}`);
  return [...lines, 'Delete and register them again; until then they cannot be verified.'].join('\n');
}

function leftOut({ withoutPhoto, withoutFace }: Reembedding): string[] {
  return [...withoutPhoto, ...withoutFace];
}
