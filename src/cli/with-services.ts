/** Opens the services for one command and closes them whatever happens. No HTTP: a server may run beside it on the same data. */
import type { Command } from 'commander';
import type { Config } from '../config/index.js';
import { type Container, createContainer, keyFileMadeText } from '../container.js';
import { createLogger, type Logger } from '../observability/logger.js';
import { configOf, isVerbose } from './global-options.js';

/** For commands that look at no photo. */
export async function withServices<Result>(
  command: Command,
  use: (services: Container) => Promise<Result>,
): Promise<Result> {
  const config = configOf(command);
  const container = await createContainer(config, commandLog(command, config), {
    onKeyFileMade: sayKeyFileMade,
  });
  try {
    return await use(container);
  } finally {
    await container.close();
  }
}

/** For commands that look at photos: waits until they can, as the nets may still have to be compiled. */
export async function withVisionServices<Result>(
  command: Command,
  use: (services: Container) => Promise<Result>,
): Promise<Result> {
  return withServices(command, async (services) => {
    await services.vision.ready();
    return use(services);
  });
}

/** Must not be missed, so it does not wait for --verbose. */
function sayKeyFileMade(path: string): void {
  process.stderr.write(`facedesk: ${keyFileMadeText(path)}\n`);
}

/** Stdout is for the answer, so what happens is logged to stderr, and only for those who ask. */
export function commandLog(command: Command, { log }: Config): Logger {
  return createLogger({ level: isVerbose(command) ? log.level : 'silent', destination: process.stderr });
}
