/** `facedesk models`: the nets that are compiled from the installed packages, and the model packs beside them. */
import type { Command } from 'commander';
import { builtInModelName, compileModels, listModels, listPacks } from '../container.js';
import { printAnswer, table } from './answer.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat, configOf } from './global-options.js';
import { addInstallCommand } from './models/install.js';
import { addReembedCommand } from './models/reembed.js';
import { createProgress } from './progress.js';

export function addModelsCommand(program: Command): void {
  const models = program.command('models').description('look after the recognition models');
  models
    .command('list', { isDefault: true })
    .description('list the compiled nets and the model packs')
    .action(async (_options: object, self: Command) => {
      await printListing(self);
    });
  models
    .command('compile')
    .description('compile the nets that are missing')
    .action(async (_options: object, self: Command) => {
      await compile(configOf(self).vision.modelsDir);
      await printListing(self);
    });
  models
    .command('verify')
    .description('list, and fail where a net, or the model pack that is chosen, is not ready')
    .action(async (_options: object, self: Command) => {
      if (!(await printListing(self))) process.exitCode = exitCodes.negative.code;
    });
  addInstallCommand(models);
  addReembedCommand(models);
}

async function compile(modelsDir: string): Promise<void> {
  const progress = createProgress('models');
  try {
    await compileModels(modelsDir, { onProgress: ({ done, total }) => progress.update(done, total) });
  } finally {
    progress.stop();
  }
}

/** True where everything that the settings ask for is ready. */
async function printListing(command: Command): Promise<boolean> {
  const { modelsDir, model } = configOf(command).vision;
  const [nets, packs] = [await listModels(modelsDir), await listPacks(modelsDir)];
  const compiled = nets.every(({ state }) => state === 'ready');
  const chosen = packs.find(({ name }) => name === model);
  const packReady = model === builtInModelName || chosen?.state === 'installed';
  const advice = [
    compiled ? `All nets are ready in ${modelsDir}.` : missingNetsText,
    model === builtInModelName
      ? 'The built-in model makes the features.'
      : chosenPackText(model, chosen?.state),
  ];
  printAnswer(answerFormat(command), {
    document: { modelsDir, model, models: nets, packs },
    text: [
      table(nets.map(({ name, state, sha256 }) => [name, state, `sha256 ${sha256.slice(0, 12)}`])),
      table([
        ['Model pack', 'state', 'licence'],
        ...packs.map(({ name, state, licence }) => [name, state, licence]),
      ]),
      advice.join('\n'),
    ].join('\n\n'),
  });
  return compiled && packReady;
}

const missingNetsText = 'What is missing is compiled at the first start, or now by: facedesk models compile';

function chosenPackText(model: string, state: string | undefined): string {
  if (state === 'installed') return `The model pack ${model} makes the features (FACEDESK_MODEL).`;
  return `FACEDESK_MODEL names ${model}, which is not ready. Run: facedesk models install ${model}`;
}
