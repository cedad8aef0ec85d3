/** Runs the service: settings, parts, listening, and an orderly end when the system asks for it. */
import { serviceManagerEnvironment, type Config } from './config/index.js';
import { createContainer, type Container } from './container.js';
import { FacedeskError } from './domain/errors.js';
import { readCertificate } from './listening/certificate.js';
import { greet } from './listening/greeting.js';
import { type Listener, openListeners } from './listening/listeners.js';
import { openingOf } from './listening/opening.js';
import { reload } from './listening/reload.js';
import { createLogger } from './observability/logger.js';
import { createServiceManager } from './service-manager.js';

/** What still runs this long after the signal is cut off: Docker kills after 10 s. */
const graceMs = 8000;

/**
 * Listens until SIGTERM or SIGINT, then finishes what runs, refuses what comes, and resolves when everything is closed. On
 * SIGHUP the settings are read again.
 * @param reread the settings as they are now @throws ConfigError
 * @throws what createContainer throws, ConfigError, FacedeskError store_damaged where the templates cannot be read, and
 * Node's error where an address cannot be listened on
 */
export async function serve(config: Config, reread: () => Config): Promise<void> {
  const certificate = await readCertificate(config);
  const container = await createContainer(config, createLogger(config.log), { whenDatabaseIsAway: 'wait' });
  const { log } = container;
  try {
    const ended = untilAskedToEnd();
    const opening = await openingOf(config, container);
    let listeners: readonly Listener[] = [];
    const manager = createServiceManager({
      environment: serviceManagerEnvironment(),
      pid: process.pid,
      isWell: async () => (await listeners[0]?.app.inject('/livez'))?.statusCode === 200,
      onWarning: (text) => log.warn(text),
    });
    listeners = await openListeners({
      config: config.http,
      certificate,
      socketFd: manager.socketFd,
      keyless: opening === 'no keys',
      buildApp: (audience, shown) => container.buildApp({ audience, certificate: shown }),
    });
    const damaged = damageSeenWhileFilling(container);
    startBackgroundWork(container);
    reloadOnHangUp({ config, reread, listeners, log });
    for (const { audience, url } of listeners) log.info({ url, audience }, 'listening');
    greet({ listeners, certificate, opening, dataDir: config.store.dataDir });
    manager.ready();
    try {
      log.info({ signal: await Promise.race([ended, damaged]) }, 'closing');
    } finally {
      manager.stopping();
      await closeWithin(graceMs, listeners, container);
    }
  } finally {
    await container.close();
  }
}

/** Fills the gallery. Rejects where the database turns out to be damaged, and never resolves: all other trouble passes. */
function damageSeenWhileFilling({ follower, log }: Container): Promise<never> {
  return new Promise((_resolve, reject) => {
    follower.catchUp().catch((err: unknown) => {
      if (err instanceof FacedeskError && err.code === 'store_damaged') reject(err);
      else log.error({ err }, 'the gallery is not filled yet');
    });
  });
}

function startBackgroundWork({ webhookDelivery, importRunner, modelChange, log }: Container): void {
  webhookDelivery.start();
  importRunner.start();
  modelChange
    .warnOfOthers()
    .catch((err: unknown) => log.warn({ err }, 'templates of other models were not counted'));
}

function reloadOnHangUp(parts: Parameters<typeof reload>[0]): void {
  // In a terminal the signal says that it was closed, and whoever closes it means to end what runs in it.
  if (process.stdout.isTTY) return;
  let inForce = Promise.resolve(parts.config);
  // One after the other, so that the last signal's settings are those that stay.
  process.on('SIGHUP', () => {
    inForce = inForce.then((config) => reload({ ...parts, config }));
  });
}

function untilAskedToEnd(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(signal));
  });
}

async function closeWithin(
  ms: number,
  listeners: readonly Listener[],
  { log, vision, importRunner }: Container,
): Promise<void> {
  const timer = setTimeout(() => {
    log.warn('some requests took too long and are cut off');
    for (const { app } of listeners) app.server.closeAllConnections();
  }, ms);
  // Together, so that photos which still wait are refused while those under way are finished and answered.
  // An import is told before the engine closes, or it would take that for failures of its own.
  await Promise.all([importRunner.close(), ...listeners.map(({ app }) => app.close()), vision.close()]);
  clearTimeout(timer);
}
