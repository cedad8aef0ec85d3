/** What a running service takes over from changed settings: what can be changed without anybody noticing, and nothing else. */
import type { Config } from '../config/index.js';
import type { Logger } from '../observability/logger.js';
import { readCertificate } from './certificate.js';
import { type Listener, renewCertificate } from './listeners.js';

/** By slice and field. */
const reloadable = ['log.level', 'http.tlsCertFile', 'http.tlsKeyFile'];

export interface Reloading {
  /** In force now. */
  readonly config: Config;
  /** @throws ConfigError */
  readonly reread: () => Config;
  readonly listeners: readonly Listener[];
  readonly log: Logger;
}

/** What is wrong is logged, and everything stays as it was. @returns the settings that are in force then */
export async function reload({ config, reread, listeners, log }: Reloading): Promise<Config> {
  try {
    const fresh = reread();
    const certificate = await readCertificate(fresh);
    const changed = changedSettings(config, fresh);
    const waiting = changed.filter((name) => !reloadable.includes(name));
    if (certificate !== undefined) renewCertificate(listeners, certificate);
    log.level = fresh.log.level;
    log.info(
      { changed, needsRestart: waiting, certificateUntil: certificate?.validTo },
      'settings read again',
    );
    return fresh;
  } catch (err) {
    log.error({ err }, 'the settings were not taken over');
    return config;
  }
}

function changedSettings(before: Config, after: Config): string[] {
  return Object.entries(after).flatMap(([slice, fields]) =>
    Object.entries(fields as Record<string, unknown>)
      .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(fieldOf(before, slice, field)))
      .map(([field]) => `${slice}.${field}`),
  );
}

function fieldOf(config: Config, slice: string, field: string): unknown {
  return (config as unknown as Record<string, Record<string, unknown>>)[slice]?.[field];
}
