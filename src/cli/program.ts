/** All commands and options in one tree. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { packageRoot } from '../config/index.js';
import { addCalibrateCommand } from './calibrate.js';
import { addDeleteCommand } from './delete.js';
import { addDoctorCommand } from './doctor.js';
import { addEncryptionCommand } from './encryption.js';
import { addEvaluateCommand } from './evaluate.js';
import { exitCodesText } from './exit-codes.js';
import { addGlobalOptions } from './global-options.js';
import { addExportCommand } from './export.js';
import { addIdentifyCommand } from './identify.js';
import { addImportCommand } from './import.js';
import { addListCommand } from './list.js';
import { addLookalikesCommand } from './lookalikes.js';
import { addMigrateCommand } from './migrate.js';
import { addModelsCommand } from './models.js';
import { addRegisterCommand } from './register.js';
import { addServeCommand } from './serve.js';
import { addVerifyCommand } from './verify.js';

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
  addListCommand(program);
  addDeleteCommand(program);
  addModelsCommand(program);
  addMigrateCommand(program);
  addEncryptionCommand(program);
  addDoctorCommand(program);
  addEvaluateCommand(program);
  addCalibrateCommand(program);
  addLookalikesCommand(program);
  addImportCommand(program);
  addExportCommand(program);
  return program;
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8'));
  return (manifest as { version: string }).version;
}
