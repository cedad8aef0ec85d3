/** The tables as every SQL database holds them, for Kysely's types. The migrations create them; nothing else does. */
import type { Generated, Kysely, Transaction } from 'kysely';

export interface Schema {
  /** The library's own table. Other programs write it too, so `timestamp` can hold anything. */
  users: { id: string; timestamp: unknown };
  /** One row per row of `users` that facedesk knows; `user_id` is `users.id` letter by letter. */
  facedesk_subjects: {
    subject_no: Generated<number>;
    user_id: string;
    /** domain/subject-id.ts#IdKey, compared as bytes. */
    id_key: string;
    /** UTC, YYYY-MM-DD HH:MM:SS. */
    registered_at: string;
  };
  facedesk_templates: {
    template_no: Generated<number>;
    subject_no: number;
    model_id: string;
    /** Sealed: sql/feature-bytes.ts within sealing/record.ts. */
    features: Uint8Array;
    created_at: string;
  };
  facedesk_photos: {
    photo_no: Generated<number>;
    subject_no: number;
    file_name: string;
    kind: 'crop' | 'full';
    /** Sealed as features are. */
    jpeg: Uint8Array;
    created_at: string;
  };
  /** The encryption keys in use: one, or two while one takes the other's place. Only their ids; the keys are kept elsewhere. */
  facedesk_encryption_keys: { key_id: string; state: 'current' | 'retiring'; since: string };
  /** The data key of each subject of whom something is sealed, wrapped under the encryption key that `key_id` names. */
  facedesk_keys: { subject_no: number; key_id: string; wrapped_key: Uint8Array };
  /** Whose records were stored in the clear by an earlier version; emptied when the store is opened. */
  facedesk_unsealed: { subject_no: number };
  /** What was measured on this gallery under a model, as services/calibration.ts writes it (JSON). */
  facedesk_calibrations: { model_id: string; document: string };
  /** People who look alike, the lower number first, and by how much a claim of one has to lead over the other. */
  facedesk_lookalikes: { subject_no: number; other_subject_no: number; margin: number };
  facedesk_changes: { change_no: Generated<number>; subject_no: number; changed_at: string };
  facedesk_migrations: { name: string; timestamp: string };
  /** Kysely's own, with one row. */
  facedesk_migrations_lock: { id: string; is_locked: number };
}

export const migrationTable = 'facedesk_migrations';
export const migrationLockTable = 'facedesk_migrations_lock';

/** Reads go through either; writes only through a transaction. */
export type Database = Kysely<Schema>;
export type WriteTransaction = Transaction<Schema>;
