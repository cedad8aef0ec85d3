/**
 * Who can reach the service, and whether that is safe while there is no API key. Keys are in the settings or in the database,
 * which is not open yet when the settings are loaded, so whoever opens it asks here.
 */
import { ConfigError } from './load-config.js';
import type { Config } from './schema.js';

type Listening = Pick<Config['http'], 'host' | 'allowUnauthenticated'>;

/** False for addresses that only this machine can reach. */
export function listensBeyondThisMachine({ host }: Pick<Listening, 'host'>): boolean {
  return !(host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host));
}

/** Whether callers may be let in without a key while there is none. */
export function mayServeWithoutKeys(http: Listening): boolean {
  return http.allowUnauthenticated || !listensBeyondThisMachine(http);
}

/** What is wrong where other machines are let in and there is no key. */
export function exposureProblem(): ConfigError {
  return new ConfigError([
    'FACEDESK_HOST lets other machines in, but there is no API key: make one with "facedesk keys create --role admin ' +
      '--name <name>", or set FACEDESK_API_KEYS, or listen on 127.0.0.1, or set FACEDESK_ALLOW_UNAUTHENTICATED=true ' +
      'if something in front of the service decides who gets in',
  ]);
}
