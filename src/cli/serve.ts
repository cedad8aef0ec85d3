/** `facedesk serve`: the HTTP service. */
import type { Command } from 'commander';
import { serve } from '../main.js';
import { addListeningOptions, addMigrateOption, configOf } from './global-options.js';

export function addServeCommand(program: Command): void {
  const command = program.command('serve').description('run the HTTP service until it is told to stop');
  addMigrateOption(addListeningOptions(command)).action(async (_options: object, self: Command) => {
    await serve(configOf(self), () => configOf(self));
  });
}
