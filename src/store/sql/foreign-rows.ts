/**
 * Keeps step with other programs that write `users`: adopts the rows they inserted as subjects without a template, and
 * erases subjects, with templates and photos, whose row they deleted or exchanged for another. Of rows whose ids are equal but for case or Unicode
 * form the oldest is adopted; it and rows whose id the service would refuse are left alone, and not listed.
 */
import { parseSubjectId, type IdKey } from '../../domain/subject-id.js';
import { FacedeskError } from '../../domain/errors.js';
import type { Capabilities } from './capabilities.js';
import type { ChangeLog } from './change-log.js';
import { eraseFromImports } from './import-rows.js';
import { Look } from './look.js';
import { exchangedSubjects, goneSubjects, isAnyUnknown, unknownIds } from './missing-rows.js';
import type { Database, WriteTransaction } from './schema.js';
import { toUtcSeconds } from './utc-seconds.js';

/** Rows per statement; SQLite allows 32,766 parameters, and an adoption has three to a row. */
const batchRows = 1000;

interface Adoptable {
  readonly user_id: string;
  readonly id_key: IdKey;
  readonly registered_at: string;
}

export class ForeignRows {
  readonly #missing: Look;
  /** Compares every row's time, not only its id: several times as long. */
  readonly #exchanged: Look;
  #leftAlone = false;

  constructor(
    private readonly capabilities: Capabilities,
    private readonly changeLog: ChangeLog,
  ) {
    const { foreignRowsHoldMs: leastHoldMs } = capabilities;
    const token = () => capabilities.foreignCommitToken();
    this.#missing = new Look(token, leastHoldMs === 0 ? null : { leastHoldMs });
    this.#exchanged = new Look(token, { leastHoldMs });
  }

  /** False where no other connection has written since the last settling, or that was a moment ago; costs microseconds. */
  isDue(): boolean {
    return this.#missing.isDue() || this.#exchanged.isDue();
  }

  /** Makes the next look a full one: a transaction that settled was rolled back. */
  forget(): void {
    this.#missing.forget();
    this.#exchanged.forget();
  }

  /** Has the next question look for itself where the database cannot tell whether it must. */
  expire(): void {
    this.#missing.expire();
    this.#exchanged.expire();
  }

  /** A deleted user can have been the older of two with equal ids, and the younger is adoptable now. */
  noteDeletion(): void {
    if (this.#leftAlone) this.forget();
  }

  /**
   * Looks for this one id, of which no living subject was found, between two looks at all of `users`. Of the ways to write
   * it in large and small letters it tries the usual ones; the others are found a moment later. Makes settling due where it
   * finds one.
   */
  async isUnadopted(db: Database, key: IdKey, found: 'exchanged' | null): Promise<boolean> {
    const isLeft = found === 'exchanged' || (await this.#isUnknown(db, key));
    if (isLeft) this.forget();
    return isLeft;
  }

  async #isUnknown(db: Database, key: IdKey): Promise<boolean> {
    if (!Number.isNaN(this.capabilities.foreignCommitToken())) return false;
    const capitalised = key.slice(0, 1).toUpperCase() + key.slice(1);
    return isAnyUnknown(db, [key, key.toUpperCase(), capitalised]);
  }

  /** Looks for work without a write lock. */
  async isWorkLeft(db: Database): Promise<boolean> {
    if (this.#missing.isDue()) {
      const settled = this.#missing.begin();
      if ((await unknownIds(db, this.capabilities)).length > 0) return true;
      if ((await goneSubjects(db, this.capabilities)).length > 0) return true;
      settled();
    }
    if (!this.#exchanged.isDue()) return false;
    const settled = this.#exchanged.begin();
    if ((await exchangedSubjects(db)).length > 0) return true;
    settled();
    return false;
  }

  /** Adopts and erases; true where something was erased. */
  async settle(trx: WriteTransaction): Promise<boolean> {
    const settled = [this.#missing.begin()];
    const gone = await goneSubjects(trx, this.capabilities);
    if (this.#exchanged.isDue()) {
      settled.push(this.#exchanged.begin());
      gone.push(...(await exchangedSubjects(trx)));
    }
    for (const subjectNo of gone) {
      await eraseFromImports(trx, subjectNo);
      await trx.deleteFrom('facedesk_subjects').where('subject_no', '=', subjectNo).execute();
      await this.changeLog.append(trx, subjectNo);
    }
    const ids = await unknownIds(trx, this.capabilities);
    const adopted = await adopt(trx, ids);
    this.#leftAlone = adopted < ids.length;
    for (const settle of settled) settle();
    return gone.length > 0;
  }
}

/** Returns how many were adopted. */
async function adopt(trx: WriteTransaction, ids: readonly string[]): Promise<number> {
  let adopted = 0;
  const taken = new Set<string>();
  for (const batch of batches(await adoptableOldestFirst(trx, ids))) {
    const keys = batch.map((row) => row.id_key);
    const known = await trx
      .selectFrom('facedesk_subjects')
      .select('id_key')
      .where('id_key', 'in', keys)
      .execute();
    for (const { id_key } of known) taken.add(id_key);
    const free = batch.filter((row) => !taken.has(row.id_key) && taken.add(row.id_key));
    if (free.length > 0) await trx.insertInto('facedesk_subjects').values(free).execute();
    adopted += free.length;
  }
  return adopted;
}

async function adoptableOldestFirst(trx: WriteTransaction, ids: readonly string[]): Promise<Adoptable[]> {
  const found: Adoptable[] = [];
  for (const batch of batches(ids)) {
    const rows = await trx.selectFrom('users').select(['id', 'timestamp']).where('id', 'in', batch).execute();
    for (const row of rows) {
      const id_key = keyOf(row.id);
      if (id_key !== null)
        found.push({ user_id: row.id, id_key, registered_at: toUtcSeconds(row.timestamp) });
    }
  }
  return found.sort(
    (a, b) => compareText(a.registered_at, b.registered_at) || compareText(a.user_id, b.user_id),
  );
}

/** Null where the service would refuse the id: such a row can be read by nobody here. */
function keyOf(id: unknown): IdKey | null {
  try {
    return typeof id === 'string' ? parseSubjectId(id).key : null;
  } catch (error) {
    if (error instanceof FacedeskError && error.code === 'id_invalid') return null;
    throw error;
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function* batches<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += batchRows) yield items.slice(start, start + batchRows);
}
