/** `facedesk doctor`: looks at everything that keeps the service from running well, and says what to do about it. */
import type { Command } from 'commander';
import { type Config, ConfigError } from '../config/index.js';
import { createContainer, listModels, listPacks } from '../container.js';
import { type Answer, printAnswer } from './answer.js';
import type { Check } from './doctor/check.js';
import { checkDataFolder } from './doctor/folder-checks.js';
import { checkNode, checkProcessor, checkSimd } from './doctor/machine-checks.js';
import { checkListeningPolicy, checkPort } from './doctor/network-checks.js';
import {
  checkDatabase,
  checkDatabaseFile,
  checkModelPacks,
  checkModels,
  type DatabaseFindings,
} from './doctor/parts-checks.js';
import { exitCodes } from './exit-codes.js';
import { addListeningOptions, answerFormat, configOf } from './global-options.js';
import { commandLog } from './with-services.js';

export function addDoctorCommand(program: Command): void {
  const command = program.command('doctor').description('check this machine, the settings and the data');
  addListeningOptions(command).action(async (_options: object, self: Command) => {
    const checks = [...(await machineChecks()), ...(await installationChecks(self))];
    printAnswer(answerFormat(self), answerOf(checks));
    if (checks.some(({ state }) => state === 'fail')) process.exitCode = exitCodes.negative.code;
  });
}

async function machineChecks(): Promise<Check[]> {
  return [checkNode(process.versions.node), checkSimd(), await checkProcessor()];
}

/** What depends on the settings. Where those are wrong, that is the finding, and the rest cannot be looked at. */
async function installationChecks(command: Command): Promise<Check[]> {
  const name = 'Settings';
  let config: Config;
  try {
    config = configOf(command);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const finding = error.problems.join('; ');
    return [{ name, state: 'fail', finding, remedy: 'See docs/configuration.md.' }];
  }
  const file = checkDatabaseFile(config);
  // Opening a damaged file would only say the same again, in other words.
  const database =
    file?.state === 'fail'
      ? { checks: [], keysExist: null }
      : await checkDatabase(config, (at) => databaseFindings(at, command));
  return [
    { name, state: 'ok', finding: 'can be used' },
    ...(await checkDataFolder(config.store.dataDir)),
    ...(file === null ? [] : [file]),
    ...database.checks,
    checkModels(await listModels(config.vision.modelsDir)),
    ...checkModelPacks(config.vision, await listPacks(config.vision.modelsDir)),
    await checkPort(config.http),
    checkListeningPolicy(config.http, database.keysExist),
  ];
}

async function databaseFindings(config: Config, command: Command): Promise<DatabaseFindings> {
  const container = await createContainer(config, commandLog(command, config));
  try {
    return {
      engine: container.store.engine,
      records: await container.encryption.inspect(),
      keysExist: await container.keys.exist(),
    };
  } finally {
    await container.close();
  }
}

function answerOf(checks: readonly Check[]): Answer {
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.map(({ name, state, finding, remedy }) => {
    const line = `${state.padEnd(4)}  ${name.padEnd(width)}  ${finding}`;
    return remedy === undefined ? line : `${line}\n${' '.repeat(width + 8)}${remedy}`;
  });
  const failed = checks.some(({ state }) => state === 'fail');
  return { document: { ok: !failed, checks }, text: lines.join('\n') };
}
