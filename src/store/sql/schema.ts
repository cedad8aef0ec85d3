/** The tables as every SQL database holds them, for Kysely's types. The migrations create them; nothing else does. */
import type { Generated, Kysely, Transaction } from 'kysely';
import type { PhotoSource } from '../photo-store.js';

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
    /** Of an enrolled photo; taken over from a verification; or waiting to be, and compared with nobody until then. */
    origin: Generated<'enrolled' | 'refreshed' | 'proposed'>;
    /** Of the photo, 0 to 100; null where it was not judged. */
    quality: number | null;
    /** The kept photo that it was made from; null where none was kept. */
    photo_no: number | null;
    /** Of what was refreshed or proposed: the normalised score against the enrolled photos, and the request it came with. */
    score: number | null;
    request_id: string | null;
    /** Of an enrolled photo: how it came, and with whose key; null where that was not noted. */
    source: PhotoSource | null;
    key_id: string | null;
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
  /** People who may be one person, the lower number first: noted at a registration, or settled by somebody who looked. */
  facedesk_duplicates: {
    subject_no: number;
    other_subject_no: number;
    verdict: 'open' | 'notSamePerson';
    noted_at: string;
  };
  /** What else is known of a person, as a JSON object; `version` counts its changes. */
  facedesk_metadata: { subject_no: number; document: string; version: number };
  /** The members of those objects that can be searched for; `value` is JSON. */
  facedesk_metadata_values: { subject_no: number; name: string; value: string };
  facedesk_groups: {
    group_no: Generated<number>;
    group_id: string;
    description: string;
    created_at: string;
  };
  facedesk_group_members: { group_no: number; subject_no: number };
  facedesk_events: {
    event_no: Generated<number>;
    /** RFC 3339, UTC, with milliseconds. */
    happened_at: string;
    kind: string;
    outcome: string | null;
    reason: string | null;
    /** Whose key it was; null where there was none. */
    key_id: string | null;
    request_id: string | null;
    /** Null where it was about nobody, or about somebody who was erased since. */
    subject_no: number | null;
  };
  /** How a verdict came about (JSON); erased with the person. */
  facedesk_event_receipts: { event_no: number; subject_no: number | null; document: string };
  /** The face of a visit (JPEG, sealed as photos are), under the person whose id was claimed; erased with them and with the event. */
  facedesk_event_probes: {
    event_no: number;
    subject_no: number;
    /** Of the event. */
    happened_at: string;
    jpeg: Uint8Array;
  };
  /** What happened in a quarter of an hour with a key ('' for none): a domain/tally.ts#Tally as JSON, in which nobody is. */
  facedesk_tallies: { start_minute: number; key_id: string; document: string };
  /** Whether a verdict was right, by somebody who knows; erased with the person. */
  facedesk_event_feedback: {
    event_no: number;
    subject_no: number | null;
    /** 0 or 1. */
    is_correct: number;
    note: string | null;
    key_id: string | null;
    given_at: string;
  };
  /** Requests with an Idempotency-Key; `answer` is JSON, null while the request runs. */
  facedesk_idempotent_answers: {
    key_digest: string;
    request_digest: string;
    claimed_at: string;
    subject_no: number | null;
    answer: string | null;
  };
  /** Keys that callers present, revoked ones too; scopes and addresses are JSON lists. */
  facedesk_api_keys: {
    key_id: string;
    name: string;
    role: string;
    scopes: string;
    addresses: string;
    rate_per_minute: number | null;
    created_at: string;
    expires_at: string | null;
    revoked_at: string | null;
  };
  /** SHA-256 of each secret that opens a key, in hexadecimal. */
  facedesk_api_key_secrets: {
    digest: string;
    key_id: string;
    created_at: string;
    expires_at: string | null;
  };
  /** Failures in a row with one claimed id from one origin; both are digests (SHA-256, hexadecimal). */
  facedesk_attempts: {
    claim: string;
    origin: string;
    failures: number;
    last_at: string;
    paused_until: string | null;
    locked_at: string | null;
  };
  /** Where events are sent, and how far that is; kinds is a JSON list, times are RFC 3339 with milliseconds. */
  facedesk_webhooks: {
    webhook_no: Generated<number>;
    webhook_id: string;
    url: string;
    kinds: string;
    description: string;
    /** 0 or 1. */
    with_scores: number;
    key_id: string | null;
    created_at: string;
    version: number;
    state: string;
    done_no: number;
    resumed_at: string;
    failures: number;
    failing_since: string | null;
    retry_at: string | null;
    problem: string | null;
    delivered_at: string | null;
  };
  /** What webhooks sign with, sealed under the encryption key that `key_id` names. */
  facedesk_webhook_secrets: {
    secret_no: Generated<number>;
    webhook_no: number;
    key_id: string;
    sealed: Uint8Array;
    expires_at: string | null;
  };
  /** Events that left a webhook's line: to be tried again, or dead. */
  facedesk_webhook_deliveries: {
    webhook_no: number;
    event_no: number;
    state: string;
    attempts: number;
    since: string;
    retry_at: string | null;
    problem: string | null;
  };
  /** Imports that the API was asked for; times are RFC 3339 with milliseconds, summary is JSON. */
  facedesk_imports: {
    import_no: Generated<number>;
    import_id: string;
    mode: string;
    disputes: string;
    /** 0 or 1: whether a list came with the archive. */
    listed: number;
    caller_key_id: string | null;
    state: string;
    /** 0 or 1: asked to end. */
    is_cancelled: number;
    created_at: string;
    started_at: string | null;
    ended_at: string | null;
    /** When the process that has the files was last heard of. */
    seen_at: string;
    failures: number;
    problem: string | null;
    photos: number;
    done: number;
    per_minute: number;
    summary: string | null;
    /** What the files are sealed with, sealed under the encryption key that `key_id` names; null once it has ended. */
    key_id: string | null;
    sealed_key: Uint8Array | null;
  };
  /** What became of each photo of an import. Those with a person's `id_key` go with the person. */
  facedesk_import_rows: {
    row_no: Generated<number>;
    import_no: number;
    subject_id: string | null;
    id_key: string | null;
    photo: string;
    taken_at: string | null;
    verdict: string;
  };
  /** Who else has the face of a row. */
  facedesk_import_faces: { face_no: Generated<number>; row_no: number; subject_id: string; id_key: string };
  /** Which process does what only one may do. */
  facedesk_leases: { name: string; holder: string; held_until: string };
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
