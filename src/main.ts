/** Runs the service: settings, parts, listening, and an orderly end when the system asks for it. */
import type { AddressInfo } from 'node:net';
import type { Config } from './config/index.js';
import { createContainer, type Container } from './container.js';
import type { App } from './http/app.js';
import { createLogger } from './observability/logger.js';

/** What still runs this long after the signal is cut off: Docker kills after 10 s. */
const graceMs = 8000;

/**
 * Listens until SIGTERM or SIGINT, then finishes what runs, refuses what comes, and resolves when everything is closed.
 * @throws what createContainer throws, and Node's error where the address cannot be listened on
 */
export async function serve(config: Config): Promise<void> {
  const container = await createContainer(config, createLogger(config.log), { whenDatabaseIsAway: 'wait' });
  try {
    const app = await container.buildApp();
    const ended = untilAskedToEnd();
    await app.listen({ host: config.http.host, port: config.http.port });
    container.follower
      .catchUp()
      .catch((err: unknown) => container.log.error({ err }, 'the gallery is not filled yet'));
    container.modelChange
      .warnOfOthers()
      .catch((err: unknown) => container.log.warn({ err }, 'templates of other models were not counted'));
    greet(app, config);
    container.log.info({ signal: await ended }, 'closing');
    await closeWithin(graceMs, app, container);
  } finally {
    await container.close();
  }
}

function untilAskedToEnd(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}

async function closeWithin(ms: number, app: App, { log, vision }: Container): Promise<void> {
  const timer = setTimeout(() => {
    log.warn('some requests took too long and are cut off');
    app.server.closeAllConnections();
  }, ms);
  // Together, so that photos which still wait are refused while those under way are finished and answered.
  await Promise.all([app.close(), vision.close()]);
  clearTimeout(timer);
}

/** One friendly line for a person; programs read the log. */
function greet(app: App, config: Config): void {
  const { address, port, family } = app.server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  app.log.info({ url }, 'listening');
  if (!process.stdout.isTTY) return;
  const data = config.store.dataDir;
  process.stdout.write(
    `facedesk listens on ${url} (pages: ${url}/registerPage/ and ${url}/verifyPage/), data in ${data}\n`,
  );
}
