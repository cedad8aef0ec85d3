/** `facedesk encryption`: how templates and photos are sealed, and changing the key. */
import { Argument, type Command } from 'commander';
import type { Encryption, EncryptionReport, Rotation } from '../services/encryption.js';
import { type Answer, printAnswer, table } from './answer.js';
import { exitCodes } from './exit-codes.js';
import { answerFormat } from './global-options.js';
import { createProgress } from './progress.js';
import { withServices } from './with-services.js';

type Action = 'status' | 'rotate';

export function addEncryptionCommand(program: Command): void {
  const actions = new Argument(
    '[action]',
    'status: which key is in use, and whether every record opens with it; rotate: change the key, while the service runs',
  )
    .choices(['status', 'rotate'] satisfies Action[])
    .default('status');
  program
    .command('encryption')
    .description('look after the key that templates and photos are sealed with')
    .addArgument(actions)
    .action(async (action: Action, _options: object, self: Command) => {
      if (action === 'rotate') {
        printAnswer(answerFormat(self), rotationAnswer(await withServices(self, rotate)));
        return;
      }
      const report = await withServices(self, ({ encryption }) => encryption.report());
      printAnswer(answerFormat(self), reportAnswer(report));
      if (report.damaged > 0) process.exitCode = exitCodes.negative.code;
    });
}

async function rotate({ encryption }: { readonly encryption: Encryption }): Promise<Rotation> {
  const progress = createProgress('keys');
  try {
    return await encryption.rotate((done, total) => progress.update(done, total));
  } finally {
    progress.stop();
  }
}

function rotationAnswer(rotation: Rotation): Answer {
  const { keyId, rewrapped, keySource, oldKeyLeft } = rotation;
  const advice = oldKeyLeft
    ? `Nothing in the database needs the old key any more: take it out of ${keySource}.`
    : `The new key is in ${keySource}. Back it up now.`;
  return {
    document: rotation,
    text:
      `The key is now ${keyId.slice(0, 8)}; ${rewrapped} data keys were wrapped under it. ${advice}\n` +
      'Copies of the database from before still open with the old key: keep it as long as them, or destroy both.',
  };
}

function reportAnswer(report: EncryptionReport): Answer {
  const { keyId, since, keySource, rotation, templates, photos, probes, damaged, damagedSubjectNos } = report;
  const rows = [
    ['key', `${keyId.slice(0, 8)}, in use since ${since.replace('T', ' ')} UTC`],
    ['comes from', keySource],
    [
      'change of key',
      rotation === null ? 'none under way' : `under way, ${rotation.keysLeft} data keys are left`,
    ],
    [
      'sealed',
      `${templates} templates, ${photos} photos${probes === 0 ? '' : `, ${probes} faces of visits`}`,
    ],
    [
      'damaged',
      damaged === 0 ? 'none' : `${damaged} records of the subjects ${damagedSubjectNos.join(', ')}`,
    ],
  ];
  const advice = rotation === null ? '' : '\n\nTo finish the change of the key: facedesk encryption rotate';
  return { document: report, text: `${table(rows)}${advice}` };
}
