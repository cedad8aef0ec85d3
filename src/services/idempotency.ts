/**
 * Runs a request that may be sent twice once: whoever sends it again with the same key gets the first one's answer. Answers
 * are kept for a day in the database, so that it holds over a restart and over several processes; failures are not kept, as
 * a failed request has changed nothing and may well succeed the next time.
 */
import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { FacedeskError } from '../domain/errors.js';
import type { Logger } from '../observability/logger.js';
import type { ClaimOutcome, IdempotencyStore } from '../store/index.js';

/** How long an answer is kept. */
const keptMs = 24 * 3_600_000;
/** Longer than any request takes: a key without an answer for so long belongs to a process that is no more. */
const abandonedMs = 180_000;
/** How long a request waits for its twin before it is told to come back. */
const waitMs = 5000;
const lookEveryMs = 100;
/** What every database's text column takes; no answer of this service is nearly so long. */
const maxAnswerLength = 60_000;

export interface IdempotentRequest {
  /** Who asks, what they call and the key that they chose, as texts that are not confused with one another's. */
  readonly key: readonly string[];
  /** What they ask, canonically. */
  readonly content: string;
}

export interface KeptAnswer {
  /** JSON. */
  readonly answer: string;
  /** Whose data it holds: it is erased with them. */
  readonly subjectNo?: number;
}

export interface Idempotency {
  /**
   * The answer of `run`, or that of an earlier request with the same key.
   * @throws FacedeskError idempotency_key_reused, idempotency_key_in_use, and what `run` throws
   */
  once(
    request: IdempotentRequest,
    run: () => Promise<KeptAnswer>,
  ): Promise<{ answer: string; replayed: boolean }>;
}

export interface IdempotencyParts {
  readonly store: { readonly idempotency: IdempotencyStore };
  readonly log: Logger;
}

export function createIdempotency({ store: { idempotency }, log }: IdempotencyParts): Idempotency {
  const claim = async (keyDigest: string, requestDigest: string): Promise<ClaimOutcome> => {
    const untilMs = performance.now() + waitMs;
    for (;;) {
      const now = new Date();
      const outcome = await idempotency.claim({ keyDigest, requestDigest }, { now, keptMs, abandonedMs });
      if (outcome.state !== 'claimed' && outcome.requestDigest !== requestDigest)
        throw new FacedeskError('idempotency_key_reused');
      if (outcome.state !== 'running') return outcome;
      if (performance.now() >= untilMs) throw new FacedeskError('idempotency_key_in_use');
      await setTimeout(lookEveryMs);
    }
  };

  /** Whatever becomes of this, the request itself has been answered. */
  const keep = async (keyDigest: string, { answer, subjectNo }: KeptAnswer): Promise<void> => {
    try {
      if (answer.length > maxAnswerLength) await idempotency.release(keyDigest);
      else await idempotency.answer(keyDigest, answer, subjectNo);
    } catch (err) {
      log.warn({ err }, 'an answer could not be kept for its Idempotency-Key');
      await idempotency.release(keyDigest).catch(() => undefined);
    }
  };

  return {
    once: async ({ key, content }, run) => {
      const keyDigest = digestOf(JSON.stringify(key));
      const outcome = await claim(keyDigest, digestOf(content));
      if (outcome.state === 'answered') return { answer: outcome.answer, replayed: true };
      try {
        const answered = await run();
        await keep(keyDigest, answered);
        return { answer: answered.answer, replayed: false };
      } catch (error) {
        await idempotency
          .release(keyDigest)
          .catch((err: unknown) => log.warn({ err }, 'an Idempotency-Key could not be given back'));
        throw error;
      }
    },
  };
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
