/** The options that every command takes, and the settings that they stand for. */
import { type Command, Option } from 'commander';
import { type Config, loadConfig, settings } from '../config/index.js';
import type { AnswerFormat } from './answer.js';
import { UsageError } from './usage-error.js';

/** Flags by the settings' names; each command's own flags are named the same way where they are settings. */
type SettingFlags = Partial<Record<'dataDir' | 'modelsDir' | 'visionWorkers' | 'host' | 'port', string>>;
type GlobalOptions = SettingFlags & {
  readonly json?: true;
  readonly verbose?: true;
  readonly migrate?: true;
  readonly profile?: string;
};

export function addGlobalOptions(program: Command): void {
  program
    .option('--json', 'answer with one JSON document on stdout')
    .option('--verbose', 'log what happens to stderr, and show where an error comes from')
    .option(
      '--profile <name>',
      'ask the service elsewhere that "facedesk profile" calls so: register, verify, identify, list, delete, people, events, top',
    )
    .addOption(settingOption('dataDir', '--data-dir <folder>'))
    .addOption(settingOption('modelsDir', '--models-dir <folder>'))
    .addOption(settingOption('visionWorkers', '--vision-workers <number>'));
}

/** --host and --port, for the commands that listen or ask whether one could. */
export function addListeningOptions(command: Command): Command {
  return command
    .addOption(settingOption('host', '--host <address>'))
    .addOption(settingOption('port', '--port <number>'));
}

/** --migrate, for the command that serves: the one word that a new database server needs. */
export function addMigrateOption(command: Command): Command {
  return command.option('--migrate', "FACEDESK_MIGRATE=auto: make and update facedesk's own tables first");
}

/** An option that overrules a setting. Its text is checked where the setting's is, in src/config. */
function settingOption(name: keyof SettingFlags, flags: string): Option {
  const setting = settings.find((candidate) => candidate.name === name)!;
  return new Option(flags, `${setting.env}: ${setting.description} Default: ${setting.defaultText}`);
}

export function answerFormat(command: Command): AnswerFormat {
  return command.optsWithGlobals<GlobalOptions>().json === true ? 'json' : 'text';
}

export function isVerbose(command: Command): boolean {
  return command.optsWithGlobals<GlobalOptions>().verbose === true;
}

/** The name behind --profile; undefined for this machine. */
export function profileOf(command: Command): string | undefined {
  return command.optsWithGlobals<GlobalOptions>().profile;
}

/** The settings, with what was given on the command line. @throws ConfigError; UsageError where another machine is meant */
export function configOf(command: Command): Config {
  const { dataDir, modelsDir, visionWorkers, host, port, migrate, profile } =
    command.optsWithGlobals<GlobalOptions>();
  if (profile !== undefined)
    throw new UsageError(`"${command.name()}" works on this machine only, so it takes no --profile.`);
  const flags = { dataDir, modelsDir, visionWorkers, host, port };
  return loadConfig({ flags: { ...flags, migrate: migrate === true ? 'auto' : undefined } });
}
