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
    /** featureLength float32 values, little-endian. */
    features: Uint8Array;
    created_at: string;
  };
  facedesk_photos: {
    photo_no: Generated<number>;
    subject_no: number;
    file_name: string;
    kind: 'crop' | 'full';
    jpeg: Uint8Array;
    created_at: string;
  };
  facedesk_changes: { change_no: Generated<number>; subject_no: number; changed_at: string };
  facedesk_migrations: { name: string; timestamp: string };
}

export const migrationTable = 'facedesk_migrations';
export const migrationLockTable = 'facedesk_migrations_lock';

/** Reads go through either; writes only through a transaction. */
export type Database = Kysely<Schema>;
export type WriteTransaction = Transaction<Schema>;
