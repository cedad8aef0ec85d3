/** The queries on requests that carry an Idempotency-Key: who holds a key, and what was answered under it. */
import { clockToleranceMs } from '../../domain/clock.js';
import type { ClaimOutcome, ClaimTimes, IdempotencyClaim, IdempotencyStore } from '../events.js';
import type { PartOfStore } from './part-of-store.js';
import type { WriteTransaction } from './schema.js';

export function createIdempotencyStore({ run, write }: PartOfStore): IdempotencyStore {
  return {
    claim: (claim, times) => run(() => write((trx) => tryToClaim(trx, claim, times))),
    answer: (keyDigest, answer, subjectNo) =>
      run(() =>
        write(async (trx) => {
          await trx
            .updateTable('facedesk_idempotent_answers')
            .set({ answer, subject_no: subjectNo ?? null })
            .where('key_digest', '=', keyDigest)
            .execute();
        }),
      ),
    release: (keyDigest) =>
      run(() =>
        write(async (trx) => {
          await trx.deleteFrom('facedesk_idempotent_answers').where('key_digest', '=', keyDigest).execute();
        }),
      ),
  };
}

async function tryToClaim(
  trx: WriteTransaction,
  { keyDigest, requestDigest }: IdempotencyClaim,
  { now, keptMs, abandonedMs }: ClaimTimes,
): Promise<ClaimOutcome> {
  const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  await trx
    .deleteFrom('facedesk_idempotent_answers')
    .where((eb) =>
      eb.or([
        eb('claimed_at', '<', ago(keptMs)),
        eb.and([
          eb('key_digest', '=', keyDigest),
          eb('answer', 'is', null),
          // Of a claim from before the clock was set back nobody could tell for long that it was abandoned.
          eb.or([eb('claimed_at', '<', ago(abandonedMs)), eb('claimed_at', '>', ago(-clockToleranceMs))]),
        ]),
      ]),
    )
    .execute();
  const known = await trx
    .selectFrom('facedesk_idempotent_answers')
    .select(['request_digest', 'answer'])
    .where('key_digest', '=', keyDigest)
    .executeTakeFirst();
  if (known !== undefined && known.answer !== null)
    return { state: 'answered', requestDigest: known.request_digest, answer: known.answer };
  if (known !== undefined) return { state: 'running', requestDigest: known.request_digest };
  await trx
    .insertInto('facedesk_idempotent_answers')
    .values({
      key_digest: keyDigest,
      request_digest: requestDigest,
      claimed_at: now.toISOString(),
      subject_no: null,
      answer: null,
    })
    .execute();
  return { state: 'claimed' };
}
