/** The queries on attempts that failed. A streak of failures with one claim from one origin is one row; domain/attempts.ts rules. */
import { afterFailure, attemptVerdict, streakMs, type AttemptStreak } from '../../domain/attempts.js';
import type { AttemptKey, AttemptStore } from '../access-store.js';
import type { Database, WriteTransaction } from './schema.js';
import { fromWireTime, toWireTime } from './utc-seconds.js';

export interface AttemptStoreParts {
  readonly db: Database;
  readonly run: <T>(work: () => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (trx: WriteTransaction) => Promise<T>) => Promise<T>;
}

export function createAttemptStore({ db, run, write }: AttemptStoreParts): AttemptStore {
  return {
    look: (key, nowMs) => run(async () => attemptVerdict(await find(db, key), nowMs)),
    succeed: (key, nowMs) =>
      run(async () => {
        // Nearly everybody succeeds at once: then there is no row, and nothing to write.
        if ((await find(db, key)) === null) return { state: 'free' };
        return write(async (trx) => {
          const verdict = attemptVerdict(await find(trx, key), nowMs);
          if (verdict.state === 'free') await remove(trx, key);
          return verdict;
        });
      }),
    fail: (key, rules, nowMs) =>
      run(() =>
        write(async (trx) => {
          await forgetOld(trx, nowMs);
          const streak = await find(trx, key);
          const verdict = attemptVerdict(streak, nowMs);
          if (verdict.state !== 'free') return verdict;
          await remove(trx, key);
          await insert(trx, key, afterFailure(streak, rules, nowMs));
          return verdict;
        }),
      ),
    lockedAmong: (claims) =>
      run(async () => {
        if (claims.length === 0) return new Set<string>();
        const rows = await db
          .selectFrom('facedesk_attempts')
          .select('claim')
          .distinct()
          .where('claim', 'in', claims)
          .where('locked_at', 'is not', null)
          .execute();
        return new Set(rows.map((row) => row.claim));
      }),
    countLocked: () =>
      run(async () => {
        const { n } = await db
          .selectFrom('facedesk_attempts')
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .where('locked_at', 'is not', null)
          .executeTakeFirstOrThrow();
        return Number(n);
      }),
    lift: (claim) =>
      run(() =>
        write(async (trx) => {
          const removed = await trx
            .deleteFrom('facedesk_attempts')
            .where('claim', '=', claim)
            .executeTakeFirst();
          return Number(removed.numDeletedRows);
        }),
      ),
  };
}

async function find(db: Database, { claim, origin }: AttemptKey): Promise<AttemptStreak | null> {
  const row = await db
    .selectFrom('facedesk_attempts')
    .select(['failures', 'last_at', 'paused_until', 'locked_at'])
    .where('claim', '=', claim)
    .where('origin', '=', origin)
    .executeTakeFirst();
  if (row === undefined) return null;
  return {
    failures: row.failures,
    lastAtMs: toMs(row.last_at),
    pausedUntilMs: row.paused_until === null ? null : toMs(row.paused_until),
    lockedAtMs: row.locked_at === null ? null : toMs(row.locked_at),
  };
}

async function insert(trx: WriteTransaction, key: AttemptKey, streak: AttemptStreak): Promise<void> {
  const { failures, lastAtMs, pausedUntilMs, lockedAtMs } = streak;
  await trx
    .insertInto('facedesk_attempts')
    .values({
      claim: key.claim,
      origin: key.origin,
      failures,
      last_at: toUtcSecond(lastAtMs),
      paused_until: pausedUntilMs === null ? null : toUtcSecond(pausedUntilMs),
      locked_at: lockedAtMs === null ? null : toUtcSecond(lockedAtMs),
    })
    .execute();
}

async function remove(trx: WriteTransaction, { claim, origin }: AttemptKey): Promise<void> {
  await trx.deleteFrom('facedesk_attempts').where('claim', '=', claim).where('origin', '=', origin).execute();
}

/** What strangers typed does not stay: only locks do. */
async function forgetOld(trx: WriteTransaction, nowMs: number): Promise<void> {
  await trx
    .deleteFrom('facedesk_attempts')
    .where('last_at', '<', toUtcSecond(nowMs - streakMs))
    .where('locked_at', 'is', null)
    .execute();
}

function toUtcSecond(ms: number): string {
  return fromWireTime(new Date(ms).toISOString().slice(0, 19));
}

function toMs(utcSecond: string): number {
  return Date.parse(`${toWireTime(utcSecond)}Z`);
}
