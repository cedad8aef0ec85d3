/** `facedesk models`: the nets, which are compiled from the installed packages into a folder of their own. */
import { Argument, type Command } from 'commander';
import { printAnswer, table } from './answer.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat, configOf } from './global-options.js';
import { createProgress } from './progress.js';
import { compileModels, listModels, type ModelListing } from '../container.js';

type Action = 'list' | 'compile' | 'verify';

export function addModelsCommand(program: Command): void {
  const actions = new Argument(
    '[action]',
    'list what is there, compile what is missing, or verify: list, and fail where one is not ready',
  )
    .choices(['list', 'compile', 'verify'] satisfies Action[])
    .default('list');
  program
    .command('models')
    .description('look after the compiled recognition models')
    .addArgument(actions)
    .action(async (action: Action, _options: object, self: Command) => {
      const { modelsDir } = configOf(self).vision;
      const listings = await act(action, modelsDir);
      printAnswer(answerFormat(self), {
        document: { modelsDir, models: listings },
        text: `${table(listings.map(row))}\n\n${adviceText(listings, modelsDir)}`,
      });
      const complete = listings.every(({ state }) => state === 'ready');
      if (action === 'verify' && !complete) process.exitCode = exitCodes.negative.code;
    });
}

async function act(action: Action, modelsDir: string): Promise<ModelListing[]> {
  if (action !== 'compile') return listModels(modelsDir);
  const progress = createProgress('models');
  try {
    return await compileModels(modelsDir, { onProgress: ({ done, total }) => progress.update(done, total) });
  } finally {
    progress.stop();
  }
}

function row({ name, state, sha256 }: ModelListing): string[] {
  return [name, state, `sha256 ${sha256.slice(0, 12)}`];
}

function adviceText(listings: readonly ModelListing[], modelsDir: string): string {
  const ready = listings.every(({ state }) => state === 'ready');
  if (ready) return `All models are ready in ${modelsDir}.`;
  return 'What is missing is compiled at the first start, or now by: facedesk models compile';
}
