/**
 * Keeps people from trying until it fits: after some failures in a row with one claimed id from one origin comes a pause, after
 * many a lock. Kept in the store, so that neither a restart nor another process starts the count anew. An id that nobody has
 * is counted as any other.
 */
import { createHash } from 'node:crypto';
import type { Caller } from '../domain/access.js';
import { senderOf } from '../domain/address-range.js';
import type { AttemptRules, AttemptVerdict } from '../domain/attempts.js';
import { FacedeskError } from '../domain/errors.js';
import { parseSubjectId, type IdKey } from '../domain/subject-id.js';
import type { Logger } from '../observability/logger.js';
import type { Store } from '../store/index.js';

export interface Attempts {
  /**
   * To be asked before any work is done for an attempt.
   * @throws FacedeskError too_many_attempts, attempts_locked
   */
  mustBeFree(claim: IdKey, origin: string): Promise<void>;
  /**
   * Counts how an attempt ended. Of many that ran at the same time only as many get through as would have one after the other:
   * where this throws, nothing may be told of the outcome.
   * @throws FacedeskError too_many_attempts, attempts_locked
   */
  count(claim: IdKey, origin: string, succeeded: boolean): Promise<void>;
  /** Those of these ids that are locked, wherever it was. */
  lockedAmong(keys: readonly IdKey[]): Promise<ReadonlySet<IdKey>>;
  /**
   * Lifts pauses and locks of an id, wherever they were; at how many origins something was counted.
   * @throws FacedeskError id_invalid
   */
  unlock(id: string): Promise<number>;
}

export interface AttemptsParts {
  readonly store: Pick<Store, 'attempts'>;
  readonly rules: AttemptRules;
  readonly log: Logger;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
}

/**
 * Where somebody tries: the key and the address together. A stranger at one desk, or with a key that was stolen from one, then
 * holds up nobody at another.
 */
export function originOf({ keyId }: Pick<Caller, 'keyId'>, address: string): string {
  return `${keyId ?? ''}@${senderOf(address)}`;
}

export function createAttempts({ store, rules, log, now = Date.now }: AttemptsParts): Attempts {
  const isOff = rules.beforePause === 0 && rules.beforeLock === 0;

  return {
    mustBeFree: async (claim, origin) => {
      if (!isOff) letThrough(await store.attempts.look(keyOf(claim, origin), now()));
    },
    count: async (claim, origin, succeeded) => {
      if (isOff) return;
      const key = keyOf(claim, origin);
      letThrough(
        succeeded ? await store.attempts.succeed(key, now()) : await store.attempts.fail(key, rules, now()),
      );
    },
    lockedAmong: async (keys) => {
      const keysByClaim = new Map(keys.map((key) => [digestOf(key), key]));
      const locked = await store.attempts.lockedAmong([...keysByClaim.keys()]);
      return new Set([...locked].map((claim) => keysByClaim.get(claim)!));
    },
    unlock: async (id) => {
      const origins = await store.attempts.lift(digestOf(parseSubjectId(id).key));
      log.info({ origins }, 'failed attempts forgiven');
      return origins;
    },
  };
}

function letThrough(verdict: AttemptVerdict): void {
  if (verdict.state === 'locked') throw new FacedeskError('attempts_locked');
  if (verdict.state === 'paused')
    throw new FacedeskError('too_many_attempts', { retryAfterS: Math.ceil(verdict.leftMs / 1000) });
}

function keyOf(claim: IdKey, origin: string) {
  return { claim: digestOf(claim), origin: digestOf(origin) };
}

/** Of equal length whatever is claimed. It hides nothing: whoever has the table can try every id. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
