/**
 * Which subjects changed, for the galleries of every process that shares the database. A row is written in the transaction
 * of the change itself. Numbers must become visible in their order, or a reader can step over one that is committed late;
 * they do, since one transaction writes at a time: see Capabilities.write.
 */
import { sql } from 'kysely';
import type { ChangeCursor, Changes } from '../index.js';
import type { Capabilities } from './capabilities.js';
import type { Database, WriteTransaction } from './schema.js';
import { utcNow } from './utc-seconds.js';

/** Rows kept; a reader that is further behind than this reads everything again, which costs it about as much. */
export const changesKept = 100_000;
/** Trimming after every this many appends keeps the log within 1 % of changesKept at next to no cost. */
const appendsPerTrim = 1000;

export class ChangeLog {
  #appends = 0;
  #ownCommits = 0;
  #lastLook: { cursor: ChangeCursor; ownCommits: number; token: number } | undefined;

  constructor(private readonly capabilities: Capabilities) {}

  async append(trx: WriteTransaction, subjectNo: number): Promise<void> {
    await trx
      .insertInto('facedesk_changes')
      .values({ subject_no: subjectNo, changed_at: utcNow() })
      .execute();
    // The first append after opening trims too, for processes that make one change and end.
    if (this.#appends++ % appendsPerTrim !== 0) return;
    const { newest } = await range(trx);
    await trx
      .deleteFrom('facedesk_changes')
      .where('change_no', '<=', newest - changesKept)
      .execute();
  }

  /** Tells that a transaction of this store was committed: foreignCommitToken reports only other connections. */
  noteOwnCommit(): void {
    this.#ownCommits++;
  }

  /** True where nothing was committed by anyone since `cursor` was the newest; costs microseconds. */
  isUnchangedSince(cursor: ChangeCursor): boolean {
    const look = this.#lastLook;
    return (
      look !== undefined &&
      look.cursor === cursor &&
      look.ownCommits === this.#ownCommits &&
      look.token === this.capabilities.foreignCommitToken()
    );
  }

  async newestCursor(db: Database): Promise<ChangeCursor> {
    return (await range(db)).newest;
  }

  async since(db: Database, cursor: ChangeCursor): Promise<Changes> {
    // Read before the query: a commit in between makes the next look a needless one, never a missed one.
    const look = { ownCommits: this.#ownCommits, token: this.capabilities.foreignCommitToken() };
    const { oldest, newest } = await range(db);
    this.#lastLook = { ...look, cursor: newest };
    // A cursor beyond the newest number comes from a database that was replaced or restored since.
    if (cursor > newest || cursor < oldest - 1) return { cursor: newest, subjectNos: 'all' };
    if (cursor === newest) return { cursor, subjectNos: [] };
    const rows = await db
      .selectFrom('facedesk_changes')
      .select('subject_no')
      .distinct()
      .where('change_no', '>', cursor)
      .where('change_no', '<=', newest)
      .execute();
    return { cursor: newest, subjectNos: rows.map((row) => row.subject_no) };
  }
}

/** 0 and 0 where nothing was ever written. Two subqueries, since SQLite answers min and max together by reading every row. */
async function range(db: Database): Promise<{ oldest: number; newest: number }> {
  const { oldest, newest } = await db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('facedesk_changes')
        .select(sql<number>`coalesce(min(change_no), 0)`.as('n'))
        .as('oldest'),
      eb
        .selectFrom('facedesk_changes')
        .select(sql<number>`coalesce(max(change_no), 0)`.as('n'))
        .as('newest'),
    ])
    .executeTakeFirstOrThrow();
  return { oldest: Number(oldest), newest: Number(newest) };
}
