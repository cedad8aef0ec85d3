/** `facedesk evaluate`: how well the engine does on somebody's own labelled pictures. */
import type { Command } from 'commander';
import type { EvaluationReport } from '../services/evaluation.js';
import { evaluate } from '../services/evaluation.js';
import { printAnswer } from './answer.js';
import { evaluationText } from './evaluation-text.js';
import { answerFormat } from './global-options.js';
import { createProgress } from './progress.js';
import { withVision } from './vision-tools.js';

interface EvaluateOptions {
  readonly images: string;
  readonly pairs: string;
  readonly allImpostors?: true;
}

export function addEvaluateCommand(program: Command): void {
  program
    .command('evaluate')
    .description('measure accuracy on labelled pairs of pictures; needs no database, writes nothing')
    .requiredOption('--images <folder>', 'the pictures, one folder per person')
    .requiredOption('--pairs <file.csv>', 'columns a,b,same and maybe fold; a and b are paths in the folder')
    .option('--all-impostors', 'also compare every two pictures of different people')
    .action(async (options: EvaluateOptions, self: Command) => {
      const report = await evaluateWithProgress(options, self);
      printAnswer(answerFormat(self), { document: report, text: evaluationText(report) });
    });
}

async function evaluateWithProgress(options: EvaluateOptions, command: Command): Promise<EvaluationReport> {
  const progress = createProgress('pictures');
  try {
    return await withVision(command, (vision) =>
      evaluate(vision, {
        imagesFolder: options.images,
        pairsFile: options.pairs,
        impostors: options.allImpostors === true ? 'all' : 'listed',
        onProgress: (done, total) => progress.update(done, total),
      }),
    );
  } finally {
    progress.stop();
  }
}
