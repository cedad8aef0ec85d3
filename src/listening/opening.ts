/**
 * Refuses to serve where other machines would be let in without a key. Keys are in the settings or in the database, so this
 * is found out once that is open, and once more of the addresses that are really listened on.
 */
import { type Config, exposureProblem, mayServeWithoutKeys, parseEndpoint } from '../config/index.js';
import { FacedeskError } from '../domain/errors.js';
import type { Keys } from '../services/keys.js';

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
  const isSafe = hostsOf(http).every((host) => mayServeWithoutKeys({ ...http, host }));
  if (opening === 'no keys' && !isSafe) throw exposureProblem();
  return opening;
}

/** A Unix socket is open to this machine alone. */
function hostsOf({ host, adminListen }: Config['http']): readonly string[] {
  const admin = adminListen === undefined ? undefined : parseEndpoint(adminListen);
  return admin !== undefined && 'host' in admin ? [host, admin.host] : [host];
}
