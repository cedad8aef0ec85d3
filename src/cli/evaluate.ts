/** `facedesk evaluate`: how well the engine does on somebody's own labelled pictures. */
import type { Command } from 'commander';
import type { ManifestRequest } from '../services/evaluation-breakdown.js';
import { type EvaluationReport, type EvaluationRequest, evaluate } from '../services/evaluation.js';
import { printAnswer } from './answer.js';
import { evaluationText } from './evaluation-text.js';
import { answerFormat } from './global-options.js';
import { createProgress } from './progress.js';
import { reportFile } from './report/report-file.js';
import { UsageError } from './usage-error.js';
import { withVision } from './vision-tools.js';

interface EvaluateOptions {
  readonly images: string;
  readonly pairs: string;
  readonly allImpostors?: true;
  readonly cohort: string;
  readonly manifest?: string;
  readonly by?: string;
  readonly report?: string;
  readonly features?: string;
}

/** The value of --cohort that names no folder. */
const cohortOfPairs = 'pairs';

export function addEvaluateCommand(program: Command): void {
  program
    .command('evaluate')
    .description('measure accuracy on labelled pairs of pictures; needs no database')
    .requiredOption('--images <folder>', 'the pictures, one folder per person')
    .requiredOption('--pairs <file.csv>', 'columns a,b,same and maybe fold; a and b are paths in the folder')
    .option('--all-impostors', 'also compare every two pictures of different people')
    .option(
      '--cohort <folder|pairs>',
      'strangers for normalised scores: a folder of other people, or those of the pairs',
      cohortOfPairs,
    )
    .option('--manifest <file.csv>', 'a column file or person, and any others to break the rates down by')
    .option('--by <columns>', 'columns of the manifest, separated by commas')
    .option(
      '--report <file.html>',
      'write a page with charts and the worst pairs (it holds photos of people)',
    )
    .option('--features <file>', 'keep features there between runs (biometric data, for your eyes only)')
    .action(async (options: EvaluateOptions, self: Command) => {
      const report = await evaluateWithProgress(options, self);
      printAnswer(answerFormat(self), { document: report, text: evaluationText(report) });
    });
}

async function evaluateWithProgress(options: EvaluateOptions, command: Command): Promise<EvaluationReport> {
  const request = evaluationRequest(options);
  const page = options.report === undefined ? undefined : await reportFile(options.report);
  const progress = createProgress('pictures');
  try {
    return await withVision(command, async (vision) => {
      const onProgress = (done: number, total: number): void => progress.update(done, total);
      const evaluation = await evaluate(vision, { ...request, onProgress });
      await page?.write(vision, { ...evaluation, imagesFolder: options.images });
      return evaluation.report;
    });
  } finally {
    progress.stop();
  }
}

function evaluationRequest(options: EvaluateOptions): EvaluationRequest {
  const manifest = manifestRequest(options);
  return {
    imagesFolder: options.images,
    pairsFile: options.pairs,
    impostors: options.allImpostors === true ? 'all' : 'listed',
    ...(options.cohort === cohortOfPairs ? {} : { cohortFolder: options.cohort }),
    ...(manifest === undefined ? {} : { manifest }),
    ...(options.features === undefined ? {} : { featureFile: options.features }),
  };
}

function manifestRequest({ manifest, by }: EvaluateOptions): ManifestRequest | undefined {
  if (manifest === undefined && by === undefined) return undefined;
  const columns = [...new Set((by ?? '').split(',').map((column) => column.trim()))].filter(Boolean);
  if (manifest === undefined || columns.length === 0) {
    throw new UsageError(
      '--manifest and --by go together: a file, and the columns to break the rates down by.',
    );
  }
  return { file: manifest, columns };
}
