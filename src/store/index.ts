/**
 * The store's door: what is kept, and the promises that every database behind it makes. A promise that resolves means
 * that the change is durable. Every method throws FacedeskError store_unavailable when the database cannot be reached.
 */
import type { KeptPhoto } from '../domain/face.js';
import type { Features } from '../domain/features.js';
import type { DisplayId, IdKey, SubjectId } from '../domain/subject-id.js';
import type { ApiKeyStore, AttemptStore } from './access-store.js';
import type { DirectoryStore, GroupStore, SubjectDetails } from './directory.js';
import type { EventStore, IdempotencyStore } from './events.js';
import type { TallyStore } from './tallies.js';
import type { ImportStore } from './import-store.js';
import type { WebhookStore } from './webhook-store.js';
import type {
  DuplicateStore,
  PhotoOrigin,
  PhotoStore,
  RefreshedRecord,
  RefreshStore,
} from './photo-store.js';

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

/** A photo of a person as it is enrolled. */
export interface NewPhoto {
  readonly features: Features;
  /** 0 to 100; absent where it was not judged. */
  readonly quality?: number;
  readonly keptPhoto?: KeptPhoto;
}

export interface NewEnrolment {
  readonly subjectId: SubjectId;
  /** Identifies the net and the pre-processing that made the features; only equal model ids are comparable. */
  readonly modelId: string;
  /** At least one; each becomes a template of its own. */
  readonly photos: readonly NewPhoto[];
  /** Not noted unless told. */
  readonly from?: PhotoOrigin;
  /** What else is to be noted of the person, in the same transaction. */
  readonly details?: SubjectDetails;
}

/** Where a template comes from: a photo that was enrolled, or a verification that refreshed it. */
export type TemplateOrigin = 'enrolled' | 'refreshed';

export interface StoredTemplate {
  readonly templateNo: number;
  readonly subjectNo: number;
  readonly modelId: string;
  readonly features: Features;
  readonly origin: TemplateOrigin;
  /** Of its photo, 0 to 100; null where it was not judged. */
  readonly quality: number | null;
}

/** Everything kept of one subject, as it moves from one database to another. Times as in UserRow. */
export interface SubjectRecord extends UserRow {
  /** Of enrolled photos. */
  readonly templates: readonly {
    readonly modelId: string;
    readonly features: Features;
    readonly createdAt: string;
    /** Of its photo, 0 to 100; absent where it was not judged. */
    readonly quality?: number;
    /** The place in `photos` of the one that it was made from; absent where that was not kept. */
    readonly photo?: number;
    /** Written where it is told; never read. */
    readonly source?: PhotoOrigin['source'];
  }[];
  /** Templates that verifications added, the oldest first; absent where there are none. Those that wait for review are left out. */
  readonly refreshed?: readonly RefreshedRecord[];
  readonly photos: readonly (KeptPhoto & {
    /** `<ID>_<YYYYMMDDhhmmss>.jpg`; a name, never a path. */
    readonly fileName: string;
    readonly createdAt: string;
  })[];
}

/** A point in the store's log of changes; compare for equality only, or hand back to changesSince. */
export type ChangeCursor = number;

export interface Changes {
  readonly cursor: ChangeCursor;
  /** Subjects enrolled, changed or deleted since; empty where nothing happened. 'all' where the log no longer reaches back so far. */
  readonly subjectNos: readonly number[] | 'all';
}

export interface EncryptionState {
  /** The current encryption key's id: 32 hexadecimal digits. */
  readonly keyId: string;
  /** UTC, to the second: when it became current. */
  readonly since: string;
  /** How many data keys are still wrapped under the key before; null where no change of the key is under way. */
  readonly rotation: { readonly keysLeft: number } | null;
}

export interface RecordCounts {
  readonly templates: number;
  readonly photos: number;
  /** Faces of visits: see EventStore. */
  readonly probes: number;
  /** Records that do not open. They are never compared with anyone. */
  readonly damaged: number;
  readonly damagedSubjectNos: readonly number[];
}

/** How the templates and photos are sealed. Its methods throw what the store's do, and EncryptionKeyError. */
export interface StoreEncryption {
  state(): Promise<EncryptionState>;
  /** Opens every record there is. */
  inspect(): Promise<RecordCounts>;
  /**
   * Makes the key that the key source puts first the only one; goes on where it was cut off, and is done at once where that is
   * so already. Reads and writes go on meanwhile.
   */
  rotate(
    onRewrapped?: (done: number, total: number) => void,
  ): Promise<{ readonly keyId: string; readonly rewrapped: number }>;
}

/** Two people who look alike. */
export interface Lookalikes {
  readonly subjectNos: readonly [number, number];
  /** By how much a claim of one has to lead over the other, in units of the score; above 0. */
  readonly margin: number;
}

/** What was measured on this gallery, and what an operator knows of its people. Both go with the people they are about. */
export interface CalibrationStore {
  /** The document that was written last for a model, or null. */
  read(modelId: string): Promise<string | null>;
  write(modelId: string, document: string): Promise<void>;
  lookalikes(): Promise<Lookalikes[]>;
  /** By the number of each who looks like this subject: the margin. */
  lookalikesOf(subjectNo: number): Promise<ReadonlyMap<number, number>>;
  /** Takes the place of an earlier margin of the same two. */
  putLookalikes(lookalikes: Lookalikes): Promise<void>;
  /** False where the two were not known as lookalikes. */
  removeLookalikes(lookalikes: Pick<Lookalikes, 'subjectNos'>): Promise<boolean>;
}

/** The templates of one model, and how many people have some. */
export interface ModelTemplates {
  readonly modelId: string;
  readonly people: number;
  readonly templates: number;
}

/** People whose templates were all made under other models than the one asked for. */
export interface EnrolledElsewhere {
  /** A model id that they have templates of; who has templates of two is counted under both. */
  readonly modelId: string;
  readonly people: number;
  readonly templates: number;
}

/** Templates under several models. Those of one model are never compared with those of another. */
export interface ModelStore {
  /** Who has templates, but none under this model: they cannot be verified while it is in use. */
  enrolledElsewhere(modelId: string): Promise<EnrolledElsewhere[]>;
  /** The same people, each once, and of how many of them no photo was kept. */
  countElsewhere(modelId: string): Promise<{ readonly people: number; readonly withoutPhoto: number }>;
  /** Of every model that there are templates of, by model id. */
  templateCounts(): Promise<ModelTemplates[]>;
  /**
   * Adds templates under a further model to those that an enrolled person has, in one transaction; false, and nothing is
   * changed, where the person is not enrolled any more or has a template under this model already. Each is linked to the kept
   * photo at its place among the person's photos, and has the quality that the photo had.
   */
  addTemplates(key: IdKey, modelId: string, features: readonly (Features | null)[]): Promise<boolean>;
}

export interface Store {
  /** A short human name with the version: "SQLite 3.53.0". */
  readonly engine: string;
  readonly encryption: StoreEncryption;
  readonly calibration: CalibrationStore;
  readonly models: ModelStore;
  readonly photos: PhotoStore;
  readonly refreshes: RefreshStore;
  readonly duplicates: DuplicateStore;
  readonly apiKeys: ApiKeyStore;
  readonly attempts: AttemptStore;
  readonly directory: DirectoryStore;
  readonly groups: GroupStore;
  readonly events: EventStore;
  readonly tallies: TallyStore;
  readonly idempotency: IdempotencyStore;
  readonly webhooks: WebhookStore;
  readonly imports: ImportStore;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  /** Null where no row of `users` has this id. */
  findSubject(key: IdKey): Promise<Subject | null>;
  /** Null where the subject was deleted. */
  findSubjectByNo(subjectNo: number): Promise<Subject | null>;
  /**
   * Writes user, templates and kept photos in one transaction. A row of `users` without a template is taken over: it keeps
   * its id as first registered and its timestamp.
   * @throws FacedeskError user_already_exists where the id already has a template; nothing is changed then.
   */
  enrol(enrolment: NewEnrolment): Promise<Subject>;
  /** The same, but null, and nothing is changed, where the log of changes is not at this point any more. */
  enrolIfUnchanged(enrolment: NewEnrolment, since: ChangeCursor): Promise<Subject | null>;
  /** Erases user, templates and kept photos in one transaction; the photos' file names, or null where the id is unknown. */
  deleteSubject(key: IdKey): Promise<{ subjectNo: number; fileNames: string[] } | null>;
  /** Every row of `users`, oldest first (equal seconds in the order of registration), read page by page. */
  listUsers(): AsyncIterable<UserRow>;
  /** Every template of a model, of photos and refreshed, read page by page. */
  listTemplates(modelId: string): AsyncIterable<StoredTemplate>;
  /** The templates of one subject under a model; empty where the subject is gone. */
  templatesOf(subjectNo: number, modelId: string): Promise<StoredTemplate[]>;
  /** Everybody in `users` with everything kept of them, oldest first, read one by one. */
  listRecords(): AsyncIterable<SubjectRecord>;
  /**
   * Writes a subject as it was, in one transaction; without templates it is a user who still has to enrol a face. A row of
   * `users` without a template is taken over: it keeps its id as first registered and its timestamp.
   * @throws FacedeskError user_already_exists where the id already has a template; nothing is changed then.
   */
  restore(record: SubjectRecord): Promise<Subject>;
  currentCursor(): Promise<ChangeCursor>;
  changesSince(cursor: ChangeCursor): Promise<Changes>;
  close(): Promise<void>;
}

export type { StoreMeter } from './store-meter.js';
export type { ApiKeyRecord, ApiKeyStore, AttemptKey, AttemptStore } from './access-store.js';
export type * from './directory.js';
export type * from './events.js';
export type * from './import-store.js';
export type * from './photo-store.js';
export type { MinuteSpan, StoredTally, TallyStore } from './tallies.js';
export type * from './webhook-store.js';
export { readOldUsers } from './old-users.js';
export { openStore, openStoreSchema } from './open-store.js';
export { backUpDatabase, databaseFaults, embeddedFile, restoreDatabase } from './backup/backups.js';
export { StoreSetupError } from './store-setup-error.js';
