/** All commands and options in one tree. */
import { Command } from 'commander';
import { packageVersion } from '../config/index.js';
import { addAttemptsCommand } from './attempts.js';
import { addBackupCommand, addRestoreCommand } from './backup.js';
import { addCalibrateCommand } from './calibrate.js';
import { addCompletionCommand } from './completion.js';
import { addDeleteCommand } from './delete.js';
import { addDoctorCommand } from './doctor.js';
import { addDuplicatesCommand } from './duplicates.js';
import { addEncryptionCommand } from './encryption.js';
import { addEvaluateCommand } from './evaluate.js';
import { addEventsCommand } from './events.js';
import { exitCodesText } from './exit-codes.js';
import { addGlobalOptions } from './global-options.js';
import { addExportCommand } from './export.js';
import { addIdentifyCommand } from './identify.js';
import { addJudgeCommand } from './judge.js';
import { addImportCommand } from './import.js';
import { addKeysCommand } from './keys.js';
import { addListCommand } from './list.js';
import { addLookalikesCommand } from './lookalikes.js';
import { addMigrateCommand } from './migrate.js';
import { addModelsCommand } from './models.js';
import { addPeopleCommand } from './people.js';
import { addPhotosCommand } from './photos.js';
import { addProfileCommand } from './profile.js';
import { addRefreshesCommand } from './refreshes.js';
import { addRegisterCommand } from './register.js';
import { addServeCommand } from './serve.js';
import { addSpoofDrillCommand } from './spoof-drill.js';
import { addTopCommand } from './top.js';
import { addVerifyCommand } from './verify.js';
import { addWebhooksCommand } from './webhooks.js';

/** Throws CommanderError in place of ending the process. */
export function createProgram(): Command {
  const program = new Command('facedesk')
    .description(
      'Is this person who they say they are? Face registration and verification for an entrance desk.',
    )
    .version(packageVersion())
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('Run "facedesk --help" for help.')
    .addHelpText('after', `\n${exitCodesText()}`);
  addGlobalOptions(program);
  addServeCommand(program);
  addRegisterCommand(program);
  addVerifyCommand(program);
  addIdentifyCommand(program);
  addJudgeCommand(program);
  addListCommand(program);
  addDeleteCommand(program);
  addPeopleCommand(program);
  addEventsCommand(program);
  addModelsCommand(program);
  addMigrateCommand(program);
  addEncryptionCommand(program);
  addDoctorCommand(program);
  addTopCommand(program);
  addEvaluateCommand(program);
  addCalibrateCommand(program);
  addLookalikesCommand(program);
  addSpoofDrillCommand(program);
  addDuplicatesCommand(program);
  addPhotosCommand(program);
  addRefreshesCommand(program);
  addImportCommand(program);
  addExportCommand(program);
  addBackupCommand(program);
  addRestoreCommand(program);
  addKeysCommand(program);
  addAttemptsCommand(program);
  addWebhooksCommand(program);
  addProfileCommand(program);
  addCompletionCommand(program);
  return program;
}
