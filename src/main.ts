/** Runs the service: settings, parts, listening, and an orderly end when the system asks for it. */
import type { AddressInfo } from 'node:net';
import { serviceManagerEnvironment, type Config } from './config/index.js';
import { createContainer, type Container } from './container.js';
import type { App } from './http/app.js';
import { createLogger } from './observability/logger.js';
import { createServiceManager } from './service-manager.js';
import { type Opening, openingOf, refuseExposure } from './who-gets-in.js';

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
    const manager = createServiceManager({
      environment: serviceManagerEnvironment(),
      pid: process.pid,
      isWell: async () => (await app.inject('/livez')).statusCode === 200,
      onWarning: (text) => container.log.warn(text),
    });
    const { socketFd } = manager;
    const { host, port } = config.http;
    const opening = await openingOf(config, container);
    // Node listens on what was handed over, if anything was, and looks at the address only where not.
    await app.listen({ host, port, ...(socketFd !== undefined && { fd: socketFd }) });
    refuseExposure(app, config, opening);
    container.webhookDelivery.start();
    container.follower
      .catchUp()
      .catch((err: unknown) => container.log.error({ err }, 'the gallery is not filled yet'));
    container.modelChange
      .warnOfOthers()
      .catch((err: unknown) => container.log.warn({ err }, 'templates of other models were not counted'));
    greet(app, config, opening);
    manager.ready();
    container.log.info({ signal: await ended }, 'closing');
    manager.stopping();
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

/** Friendly lines for a person; programs read the log. */
function greet(app: App, config: Config, opening: Opening): void {
  const { address, port, family } = app.server.address() as AddressInfo;
  const url = `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  app.log.info({ url }, 'listening');
  if (!process.stdout.isTTY) return;
  const data = config.store.dataDir;
  process.stdout.write(
    `facedesk listens on ${url} (pages: ${url}/registerPage/ and ${url}/verifyPage/), data in ${data}\n`,
  );
  if (opening !== 'no keys') return;
  process.stdout.write(
    'Nobody is asked for a key, because there is none. To make the first one, in another terminal:\n' +
      '  facedesk keys create --role admin --name "My first key"\n',
  );
}
