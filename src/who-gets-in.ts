/**
 * Refuses to serve where other machines would be let in without a key. Keys are in the settings or in the database, so this
 * is found out once that is open, and once more of the address that is really listened on.
 */
import { type Config, exposureProblem, mayServeWithoutKeys } from './config/index.js';
import { FacedeskError } from './domain/errors.js';
import type { App } from './http/app.js';
import type { Keys } from './services/keys.js';

/** How callers are let in: with a key, or without one since there is none. Unknown where the database is away. */
export type Opening = 'keys' | 'no keys' | 'unknown';

/** @throws ConfigError where other machines would be let in without a key */
export async function openingOf({ http }: Config, { keys }: { readonly keys: Keys }): Promise<Opening> {
  const opening = await keys.exist().then<Opening, Opening>(
    (exist) => (exist ? 'keys' : 'no keys'),
    (error: unknown) => {
      // Until the database is back nobody is let in, so nothing is exposed.
      if (error instanceof FacedeskError && error.code === 'store_unavailable') return 'unknown';
      throw error;
    },
  );
  if (opening === 'no keys' && !mayServeWithoutKeys(http)) throw exposureProblem();
  return opening;
}

/**
 * A socket that a service manager opened can be reached from elsewhere than the settings say.
 * @throws ConfigError
 */
export function refuseExposure(app: App, { http }: Config, opening: Opening): void {
  const address = app.server.address();
  if (opening !== 'no keys' || address === null || typeof address === 'string') return;
  if (!mayServeWithoutKeys({ ...http, host: address.address })) throw exposureProblem();
}
