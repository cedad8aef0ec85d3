/** What the store keeps of imports that the API was asked for: how far each is, the key of its files, and its report. Types only. */
import type { IdKey } from '../domain/subject-id.js';

/** 'waiting' for its turn or for another try; the last three are for good. */
export type ImportState = 'waiting' | 'running' | 'finished' | 'cancelled' | 'failed';

/** Times are RFC 3339, UTC, with milliseconds. */
export interface ImportRecord {
  readonly importNo: number;
  /** 12 hexadecimal digits. */
  readonly importId: string;
  /** 'look' writes nothing. */
  readonly mode: 'look' | 'write';
  /** domain/moving/choose-reference.ts#DisputeRule. */
  readonly disputes: string;
  /** Whether a list came with the archive. */
  readonly listed: boolean;
  /** Whose key asked for it; null where none was asked for. */
  readonly callerKeyId: string | null;
  readonly state: ImportState;
  /** Asked to end, and not ended yet. */
  readonly isCancelled: boolean;
  readonly createdAt: string;
  readonly startedAt: string | null;
  readonly endedAt: string | null;
  /** When the process that has its files was last heard of. */
  readonly seenAt: string;
  /** Tries that failed. */
  readonly failures: number;
  /** What went wrong last: a code of the error table. */
  readonly problem: string | null;
  /** All of them. */
  readonly photos: number;
  /** Photos that are done with. */
  readonly done: number;
  /** Photos examined a minute, in the run under way or the last one. */
  readonly perMinute: number;
  /** What the run found out as a whole (JSON); null before it has ended. */
  readonly summary: string | null;
}

export type NewImport = Pick<
  ImportRecord,
  'importId' | 'mode' | 'disputes' | 'listed' | 'callerKeyId' | 'photos'
> & { readonly at: string };

/** What a run notes. */
export type ImportProgress = Partial<
  Pick<ImportRecord, 'state' | 'startedAt' | 'failures' | 'problem' | 'done' | 'perMinute'>
> & { readonly seenAt: string };

export type ImportOutcome = Pick<ImportRecord, 'state' | 'problem' | 'summary'> & {
  readonly endedAt: string;
};

/** A person as a row names them. */
export interface NamedPerson {
  readonly id: string;
  /** Null where the id is impossible. */
  readonly key: IdKey | null;
  /** True where the row is left out if nobody has this id any more, as it would name somebody who was erased meanwhile. */
  readonly mustExist: boolean;
}

export interface NewImportRow {
  /** Null where the file does not say. */
  readonly person: NamedPerson | null;
  readonly photo: string;
  readonly takenAt: string | null;
  readonly verdict: string;
  readonly sameFaceAs: readonly NamedPerson[];
}

export interface ImportRowRecord {
  readonly rowNo: number;
  readonly id: string | null;
  readonly photo: string;
  readonly takenAt: string | null;
  readonly verdict: string;
  readonly sameFaceAs: readonly string[];
}

export interface ImportStore {
  /** Newest first, starting below `below`. */
  page(window: { readonly limit: number; readonly below?: number }): Promise<ImportRecord[]>;
  find(importId: string): Promise<ImportRecord | null>;
  /** False, and nothing is changed, where so many have not ended yet. */
  add(request: NewImport, dataKey: Uint8Array, mostOpen: number): Promise<boolean>;
  /** What the files of an import that has not ended are sealed with; null where that is gone or damaged. */
  dataKeyOf(importId: string): Promise<Uint8Array | null>;
  /** Null, and nothing is changed, where it has ended or is unknown. */
  note(importId: string, progress: ImportProgress): Promise<ImportRecord | null>;
  /**
   * Asks it to end. It ends at once where nobody runs it, or where whoever does was last heard of before a moment. Null where
   * it is unknown; an import that has ended stays as it is.
   */
  cancel(
    importId: string,
    times: { readonly at: string; readonly heardSince: string },
  ): Promise<ImportRecord | null>;
  /** Ends it, and forgets the key of its files; false where it had ended. */
  end(importId: string, outcome: ImportOutcome): Promise<boolean>;
  /** Forgets the rows that were noted so far, as a run that was cut off begins its report anew. */
  clearRows(importNo: number): Promise<void>;
  /** In one transaction. */
  addRows(importNo: number, rows: readonly NewImportRow[]): Promise<void>;
  rows(
    importNo: number,
    window: { readonly verdict?: string; readonly limit: number; readonly above?: number },
  ): Promise<ImportRowRecord[]>;
  /** Erases imports that ended before a moment, with their rows; how many. */
  purge(before: string): Promise<number>;
}
