/** `facedesk models install`: puts the file of a model pack where the service looks for it, if it is the right file. */
import type { Command } from 'commander';
import { describePack, installPack } from '../../container.js';
import { printAnswer } from '../answer.js';
import { exitCodes } from '../exit-codes.js';
import { answerFormat, configOf } from '../global-options.js';
import { settingOf } from './net-choices.js';

export function addInstallCommand(models: Command): void {
  models
    .command('install')
    .argument('<pack>', 'the name of a model pack, or the path of a manifest (.json)')
    .option(
      '--from <file>',
      'the ONNX file; without it, says where it can be had and what digest it must have',
    )
    .description('verify the file of a model pack and copy it into the models folder; downloads nothing')
    .action(async (pack: string, { from }: { from?: string }, self: Command) => {
      if (from === undefined) await tellWhere(pack, self);
      else await install(pack, from, self);
    });
}

async function install(pack: string, from: string, command: Command): Promise<void> {
  const listing = await installPack(configOf(command).vision.modelsDir, pack, { from });
  printAnswer(answerFormat(command), {
    document: { installed: true, pack: listing },
    text:
      `${listing.name} is installed (${listing.licence}). Use it with ${settingOf(listing.kind)}=${listing.name}.` +
      (listing.kind === 'embedding' ? `\n${newTemplatesText}` : ''),
  });
}

const newTemplatesText =
  'People who are enrolled under another model get new templates by: facedesk models reembed';

async function tellWhere(pack: string, command: Command): Promise<void> {
  const { name, title, file, sha256, bytes, licence, source } = await describePack(pack);
  printAnswer(answerFormat(command), {
    document: { installed: false, pack: { name, title, file, sha256, bytes, licence, source } },
    text: [
      `${title}: nothing was installed, since no file was given.`,
      `  file     ${file}, ${bytes.toLocaleString('en')} bytes`,
      `  SHA-256  ${sha256}`,
      `  licence  ${licence}`,
      `  source   ${source}`,
      `Bring the file here and run: facedesk models install ${pack} --from <file>`,
    ].join('\n'),
  });
  process.exitCode = exitCodes.negative.code;
}
