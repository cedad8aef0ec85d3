/**
 * The store's door: what is kept, and the promises that every database behind it makes. A promise that resolves means
 * that the change is durable. Every method throws FacedeskError store_unavailable when the database cannot be reached.
 */
import type { KeptPhoto } from '../domain/face.js';
import type { Features } from '../domain/features.js';
import type { DisplayId, IdKey, SubjectId } from '../domain/subject-id.js';

/** A row of `users`, as the library API lists it. */
export interface UserRow {
  readonly id: DisplayId;
  /** UTC, to the second: 2023-07-23T12:34:56. */
  readonly timestamp: string;
}

export interface Subject extends UserRow {
  /** This store's own number for the subject, never reused. */
  readonly subjectNo: number;
  /** 0 where a row of `users` has no face enrolled yet. */
  readonly templateCount: number;
}

export interface NewEnrolment {
  readonly subjectId: SubjectId;
  /** Identifies the net and the pre-processing that made the features; only equal model ids are comparable. */
  readonly modelId: string;
  readonly features: Features;
  readonly keptPhoto?: KeptPhoto;
}

export interface StoredTemplate {
  readonly templateNo: number;
  readonly subjectNo: number;
  readonly modelId: string;
  readonly features: Features;
}

/** A point in the store's log of changes; compare for equality only, or hand back to changesSince. */
export type ChangeCursor = number;

export interface Changes {
  readonly cursor: ChangeCursor;
  /** Subjects enrolled, changed or deleted since; empty where nothing happened. 'all' where the log no longer reaches back so far. */
  readonly subjectNos: readonly number[] | 'all';
}

export interface Store {
  /** A short human name with the version: "SQLite 3.53.0". */
  readonly engine: string;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /** Null where no row of `users` has this id. */
  findSubject(key: IdKey): Promise<Subject | null>;
  /** Null where the subject was deleted. */
  findSubjectByNo(subjectNo: number): Promise<Subject | null>;
  /**
   * Writes user, template and kept photo in one transaction. A row of `users` without a template is taken over: it keeps
   * its id as first registered and its timestamp.
   * @throws FacedeskError user_already_exists where the id already has a template; nothing is changed then.
   */
  enrol(enrolment: NewEnrolment): Promise<Subject>;
  /** Erases user, templates and kept photos in one transaction; the photos' file names, or null where the id is unknown. */
  deleteSubject(key: IdKey): Promise<{ subjectNo: number; fileNames: string[] } | null>;
  /** Every row of `users`, oldest first (equal seconds in the order of registration), read page by page. */
  listUsers(): AsyncIterable<UserRow>;
  /** Every template of a model, read page by page. */
  listTemplates(modelId: string): AsyncIterable<StoredTemplate>;
  /** The templates of one subject under a model; empty where the subject is gone. */
  templatesOf(subjectNo: number, modelId: string): Promise<StoredTemplate[]>;
  currentCursor(): Promise<ChangeCursor>;
  changesSince(cursor: ChangeCursor): Promise<Changes>;
  close(): Promise<void>;
}

export { openStore } from './open-store.js';
export { StoreSetupError } from './store-setup-error.js';
