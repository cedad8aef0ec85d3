/**
 * Seals what is written of a subject and opens what is read, with the subject's data key from facedesk_keys. A record that
 * does not open is damaged: it is reported and left out, so it can never be compared with anyone.
 */
import {
  type DataKey,
  type Keyring,
  makeDataKey,
  openRecord,
  type RecordContext,
  sealRecord,
  unwrapDataKey,
  wrapDataKey,
} from '../../sealing/index.js';
import type { Database, WriteTransaction } from './schema.js';

export interface DamagedRecord {
  readonly subjectNo: number;
  readonly kind: RecordContext['kind'];
}

/** Seals bytes of one subject. */
export type SubjectSeal = (kind: RecordContext['kind'], madeFor: string, plain: Uint8Array) => Uint8Array;

/** What a row brings from facedesk_keys; null where the subject has no row there. */
export interface KeyColumns {
  readonly subject_no: number;
  readonly key_id: string | null;
  readonly wrapped_key: Uint8Array | null;
}

/** What is sealed in a row. */
export interface SealedPart {
  /** The row's number in its table. */
  readonly recordNo: number;
  readonly kind: RecordContext['kind'];
  readonly madeFor: RecordContext['madeFor'];
  readonly sealed: Uint8Array;
}

export class Sealing {
  readonly #reported = new Set<string>();

  constructor(
    readonly keyring: Keyring,
    private readonly onDamaged: (record: DamagedRecord) => void,
  ) {}

  /** What seals for a subject; makes the subject's data key where there is none. */
  async sealFor(trx: WriteTransaction, subjectNo: number): Promise<SubjectSeal> {
    const seal = await this.sealUnlessDamaged(trx, subjectNo);
    if (seal === null)
      throw new Error(`The data key of subject ${subjectNo} is damaged; delete the subject.`);
    return seal;
  }

  /** As sealFor; null where the subject's data key is damaged. */
  async sealUnlessDamaged(trx: WriteTransaction, subjectNo: number): Promise<SubjectSeal | null> {
    const known = await this.#dataKeyOf(trx, subjectNo);
    if (known === 'damaged') return null;
    const dataKey = known ?? (await this.#addDataKey(trx, subjectNo));
    return (kind, madeFor, plain) => sealRecord(dataKey, { subjectNo, kind, madeFor }, plain);
  }

  /** The rows that open, each with what it held. The others are damaged, and reported once for as long as the store is open. */
  async open<Row extends KeyColumns>(
    rows: readonly Row[],
    partOf: (row: Row) => SealedPart,
  ): Promise<{ row: Row; plain: Uint8Array }[]> {
    for (const keyId of new Set(rows.map((row) => row.key_id))) {
      if (keyId !== null) await this.keyring.get(keyId);
    }
    return rows.flatMap((row) => {
      const part = partOf(row);
      const plain = this.#openPart(row, part);
      if (plain !== null) return [{ row, plain }];
      this.#report(row.subject_no, part);
      return [];
    });
  }

  #openPart(row: KeyColumns, { kind, madeFor, sealed }: SealedPart): Uint8Array | null {
    const key = row.key_id === null ? undefined : this.keyring.find(row.key_id);
    if (key === undefined || row.wrapped_key === null) return null;
    const dataKey = unwrapDataKey(key, row.subject_no, row.wrapped_key);
    return dataKey && openRecord(dataKey, { subjectNo: row.subject_no, kind, madeFor }, sealed);
  }

  #report(subjectNo: number, { kind, recordNo }: SealedPart): void {
    const name = `${kind} ${recordNo}`;
    if (this.#reported.has(name)) return;
    this.#reported.add(name);
    this.onDamaged({ subjectNo, kind });
  }

  async #dataKeyOf(trx: WriteTransaction, subjectNo: number): Promise<DataKey | 'damaged' | null> {
    const row = await trx
      .selectFrom('facedesk_keys')
      .select(['key_id', 'wrapped_key'])
      .where('subject_no', '=', subjectNo)
      .executeTakeFirst();
    if (row === undefined) return null;
    return unwrapDataKey(await this.keyring.get(row.key_id), subjectNo, row.wrapped_key) ?? 'damaged';
  }

  /** Asks the database which encryption key is current, as another process can have changed it. */
  async #addDataKey(trx: WriteTransaction, subjectNo: number): Promise<DataKey> {
    const current = await keyInState(trx, 'current');
    const key = await this.keyring.get(current!.key_id);
    const dataKey = makeDataKey();
    const wrapped_key = wrapDataKey(key, subjectNo, dataKey);
    await trx
      .insertInto('facedesk_keys')
      .values({ subject_no: subjectNo, key_id: key.id, wrapped_key })
      .execute();
    return dataKey;
  }
}

export async function keyInState(db: Database, state: 'current' | 'retiring') {
  return db
    .selectFrom('facedesk_encryption_keys')
    .select(['key_id', 'since'])
    .where('state', '=', state)
    .executeTakeFirst();
}
