/** `facedesk models`: the nets that are compiled from the installed packages, and the model packs beside them. */
import type { Command } from 'commander';
import { compileModels, listModels, listPacks, type PackListing } from '../container.js';
import { printAnswer, table } from './answer.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat, configOf } from './global-options.js';
import { addInstallCommand } from './models/install.js';
import { type NetChoice, netChoices } from './models/net-choices.js';
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
  const { modelsDir, model, detector } = configOf(command).vision;
  const [nets, packs] = [await listModels(modelsDir), await listPacks(modelsDir)];
  const compiled = nets.every(({ state }) => state === 'ready');
  const choices = netChoices({ model, detector }).map((choice) => ({
    ...choice,
    ready: choice.pack === choice.builtIn || isInstalled(choice, packs),
  }));
  const advice = [
    compiled ? `All nets are ready in ${modelsDir}.` : missingNetsText,
    ...choices.map(choiceText),
  ];
  printAnswer(answerFormat(command), {
    document: { modelsDir, model, detector, models: nets, packs },
    text: [
      table(nets.map(({ name, state, sha256 }) => [name, state, `sha256 ${sha256.slice(0, 12)}`])),
      table([
        ['Model pack', 'kind', 'state', 'licence'],
        ...packs.map(({ name, kind, state, licence }) => [name, kind, state, licence]),
      ]),
      advice.join('\n'),
    ].join('\n\n'),
  });
  return compiled && choices.every(({ ready }) => ready);
}

function isInstalled({ pack, kind }: NetChoice, packs: readonly PackListing[]): boolean {
  return packs.some((listed) => listed.name === pack && listed.kind === kind && listed.state === 'installed');
}

const missingNetsText = 'What is missing is compiled at the first start, or now by: facedesk models compile';

function choiceText({
  pack,
  builtIn,
  setting,
  does,
  ready,
}: NetChoice & { readonly ready: boolean }): string {
  if (pack === builtIn) return `The built-in net ${builtIn} ${does}.`;
  if (ready) return `The model pack ${pack} ${does} (${setting}).`;
  return `${setting} names ${pack}, which is not ready. Run: facedesk models install ${pack}`;
}
