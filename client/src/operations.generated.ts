/* eslint-disable max-lines */
/** Written by `npx tsx scripts/generate-docs.ts` from what src/http/v1 declares; edit that instead. */
import type { PhotoFile } from './photo-file.js';
import type * as schemas from './schemas.generated.js';

/** What each operation takes, and what it answers. */
export interface Operations {
  /** List and search people. */
  readonly listSubjects: {
    readonly input: {
      readonly query?: {
        /** How many there may be on a page. */
        readonly limit?: number | undefined;
        /** Where the page starts: `nextCursor` of the page before, with the same filters. */
        readonly cursor?: string | undefined;
        /** People whose id begins so; upper and lower case are the same. */
        readonly idPrefix?: string | undefined;
        /** enrolled: can be verified. awaitingPhoto: registered, without a photo yet. locked: too many attempts failed; see POST /v1/subjects/{subjectId}/unlock. */
        readonly state?: 'enrolled' | 'awaitingPhoto' | 'locked' | undefined;
        /** Members of this group. */
        readonly group?: string | undefined;
        /** People whose metadata have this member: `department:chemistry`. May be repeated. */
        readonly metadata?: readonly string[] | undefined;
      };
    };
    readonly answer: schemas.SubjectPage;
  };
  /** Register a person. */
  readonly registerSubject: {
    readonly input: {
      readonly body: {
        /** The id that a person is registered under. Upper and lower case are the same. */
        readonly id: string;
        /** JPEG, PNG or WebP files. */
        readonly photos?: readonly PhotoFile[] | undefined;
        /** Taken with a camera, or a photo on a card; clicked unless told. */
        readonly imageType?: 'clicked' | 'scanned' | undefined;
        /** What happens where the face looks registered under another id; as the settings have it unless told. */
        readonly onDuplicate?: 'report' | 'refuse' | 'allow' | undefined;
        /** Groups that exist. */
        readonly groups?: readonly string[] | undefined;
        /** A JSON object of your own, up to 8192 bytes. Members that are texts, numbers, true or false can be searched for. */
        readonly metadata?: Readonly<Record<string, unknown>> | undefined;
      };
    };
    readonly answer: schemas.Registration;
  };
  /** Read a person. */
  readonly readSubject: {
    readonly input: {
      readonly params: {
        /** The id that a person is registered under. Upper and lower case are the same. */
        readonly subjectId: string;
      };
    };
    readonly answer: schemas.Subject;
  };
  /** Change what is noted of a person. */
  readonly updateSubject: {
    readonly input: {
      readonly params: {
        /** The id that a person is registered under. Upper and lower case are the same. */
        readonly subjectId: string;
      };
      readonly body: {
        /** A JSON object of your own, up to 8192 bytes. Members that are texts, numbers, true or false can be searched for. */
        readonly metadata: Readonly<Record<string, unknown>>;
      };
    };
    readonly answer: schemas.Subject;
  };
  /** Erase a person. */
  readonly deleteSubject: {
    readonly input: {
      readonly params: {
        /** The id that a person is registered under. Upper and lower case are the same. */
        readonly subjectId: string;
      };
    };
    readonly answer: undefined;
  };
  /** Lift the lock of a person. */
  readonly unlockSubject: {
    readonly input: {
      readonly params: {
        /** The id that a person is registered under. Upper and lower case are the same. */
        readonly subjectId: string;
      };
    };
    readonly answer: undefined;
  };
  /** List the photos of a person. */
  readonly listPhotos: {
    readonly input: {
      readonly params: {
        /** The id that a person is registered under. Upper and lower case are the same. */
        readonly subjectId: string;
      };
    };
    readonly answer: schemas.PhotoList;
  };
  /** Add photos of a person. */
  readonly addPhotos: {
    readonly input: {
      readonly params: {
        /** The id that a person is registered under. Upper and lower case are the same. */
        readonly subjectId: string;
      };
      readonly body: {
        /** JPEG, PNG or WebP files. */
        readonly photos: readonly PhotoFile[];
        /** Taken with a camera, or a photo on a card; clicked unless told. */
        readonly imageType?: 'clicked' | 'scanned' | undefined;
      };
    };
    readonly answer: schemas.PhotoReports;
  };
  /** Get what is kept of a photo. */
  readonly readPhoto: {
    readonly input: {
      readonly params: {
        /** The id that a person is registered under. Upper and lower case are the same. */
        readonly subjectId: string;
        /** Given by the service. */
        readonly photoId: string;
      };
    };
    readonly answer: Blob;
  };
  /** Erase a photo. */
  readonly deletePhoto: {
    readonly input: {
      readonly params: {
        /** The id that a person is registered under. Upper and lower case are the same. */
        readonly subjectId: string;
        /** Given by the service. */
        readonly photoId: string;
      };
    };
    readonly answer: undefined;
  };
  /** Ask for a challenge. */
  readonly issueChallenge: {
    readonly input: object;
    readonly answer: schemas.Challenge;
  };
  /** Hold photos against an id. */
  readonly verify: {
    readonly input: {
      readonly body: {
        /** Who the person says they are. */
        readonly id: string;
        /** One photo, or up to 5 of the same moment; with a challenge, those that answer it. */
        readonly photos: readonly PhotoFile[];
        /** The token of a challenge: see `POST /v1/challenges`. */
        readonly challenge?: string | undefined;
      };
    };
    readonly answer: schemas.Verification;
  };
  /** Find who a photo shows. */
  readonly identify: {
    readonly input: {
      readonly body: {
        /** A JPEG, PNG or WebP file: base64 in JSON (a data URL is taken too), a file in multipart/form-data. */
        readonly photo: PhotoFile;
        /** How many people are named at most. */
        readonly limit?: number | undefined;
        /** Look only for members of any of these. */
        readonly groups?: readonly string[] | undefined;
      };
    };
    readonly answer: schemas.Identification;
  };
  /** Compare two photos. */
  readonly comparePhotos: {
    readonly input: {
      readonly body: {
        /** Both photos. */
        readonly photos: readonly PhotoFile[];
      };
    };
    readonly answer: schemas.Comparison;
  };
  /** Judge a photo. */
  readonly judgeQuality: {
    readonly input: {
      readonly body: {
        /** A JPEG, PNG or WebP file: base64 in JSON (a data URL is taken too), a file in multipart/form-data. */
        readonly photo: PhotoFile;
        /** What the photo would be for; enrolment unless told. */
        readonly policy?: 'enrolment' | 'verification' | 'scanned' | undefined;
      };
    };
    readonly answer: schemas.Quality;
  };
  /** List groups. */
  readonly listGroups: {
    readonly input: {
      readonly query?: {
        /** How many there may be on a page. */
        readonly limit?: number | undefined;
        /** Where the page starts: `nextCursor` of the page before, with the same filters. */
        readonly cursor?: string | undefined;
      };
    };
    readonly answer: schemas.GroupPage;
  };
  /** Make a group. */
  readonly createGroup: {
    readonly input: {
      readonly body: {
        /** Chosen by you: letters, digits, dot, underscore and hyphen, up to 64 of them. */
        readonly id: string;
        readonly description?: string | undefined;
      };
    };
    readonly answer: schemas.Group;
  };
  /** Read a group. */
  readonly readGroup: {
    readonly input: {
      readonly params: {
        /** Chosen by you: letters, digits, dot, underscore and hyphen, up to 64 of them. */
        readonly groupId: string;
      };
    };
    readonly answer: schemas.Group;
  };
  /** Delete a group. */
  readonly deleteGroup: {
    readonly input: {
      readonly params: {
        /** Chosen by you: letters, digits, dot, underscore and hyphen, up to 64 of them. */
        readonly groupId: string;
      };
    };
    readonly answer: undefined;
  };
  /** Put a person into a group. */
  readonly addGroupMember: {
    readonly input: {
      readonly params: {
        /** Chosen by you: letters, digits, dot, underscore and hyphen, up to 64 of them. */
        readonly groupId: string;
        /** The id that a person is registered under. Upper and lower case are the same. */
        readonly subjectId: string;
      };
    };
    readonly answer: undefined;
  };
  /** Take a person out of a group. */
  readonly removeGroupMember: {
    readonly input: {
      readonly params: {
        /** Chosen by you: letters, digits, dot, underscore and hyphen, up to 64 of them. */
        readonly groupId: string;
        /** The id that a person is registered under. Upper and lower case are the same. */
        readonly subjectId: string;
      };
    };
    readonly answer: undefined;
  };
  /** List events. */
  readonly listEvents: {
    readonly input: {
      readonly query?: {
        /** How many there may be on a page. */
        readonly limit?: number | undefined;
        /** Where the page starts: `nextCursor` of the page before, with the same filters. */
        readonly cursor?: string | undefined;
        /** Events about this person. */
        readonly subject?: string | undefined;
        /** Events of these kinds; may be repeated. */
        readonly kind?:
          | readonly (
              | 'verification.decided'
              | 'verdict.reviewed'
              | 'photo.refused'
              | 'identification.decided'
              | 'comparison.decided'
              | 'subject.registered'
              | 'subject.updated'
              | 'subject.deleted'
              | 'photos.added'
              | 'photo.deleted'
              | 'group.created'
              | 'group.deleted'
              | 'attempts.unlocked'
              | 'duplicate.settled'
              | 'calibration.requested'
              | 'webhook.created'
              | 'webhook.changed'
              | 'webhook.deleted'
              | 'webhook.disabled'
              | 'import.requested'
              | 'import.finished'
              | 'import.cancelled'
              | 'import.failed'
              | 'key.created'
              | 'key.rotated'
              | 'key.revoked'
              | 'events.lost'
            )[]
          | undefined;
        /** Events with these outcomes; may be repeated. */
        readonly outcome?:
          readonly ('match' | 'uncertain' | 'nonMatch' | 'notSamePerson' | 'open')[] | undefined;
        /** Events from this moment on. RFC 3339. */
        readonly from?: string | undefined;
        /** Events before this moment. RFC 3339. */
        readonly before?: string | undefined;
      };
    };
    readonly answer: schemas.EventPage;
  };
  /** Watch events as they happen. */
  readonly streamEvents: {
    readonly input: {
      readonly query?: {
        readonly kind?:
          | readonly (
              | 'verification.decided'
              | 'verdict.reviewed'
              | 'photo.refused'
              | 'identification.decided'
              | 'comparison.decided'
              | 'subject.registered'
              | 'subject.updated'
              | 'subject.deleted'
              | 'photos.added'
              | 'photo.deleted'
              | 'group.created'
              | 'group.deleted'
              | 'attempts.unlocked'
              | 'duplicate.settled'
              | 'calibration.requested'
              | 'webhook.created'
              | 'webhook.changed'
              | 'webhook.deleted'
              | 'webhook.disabled'
              | 'import.requested'
              | 'import.finished'
              | 'import.cancelled'
              | 'import.failed'
              | 'key.created'
              | 'key.rotated'
              | 'key.revoked'
              | 'events.lost'
            )[]
          | undefined;
      };
    };
    readonly answer: Blob;
  };
  /** Read an event. */
  readonly readEvent: {
    readonly input: {
      readonly params: {
        /** `id` of an event. */
        readonly eventId: string;
      };
    };
    readonly answer: schemas.Event;
  };
  /** Get the face of a visit. */
  readonly readEventPicture: {
    readonly input: {
      readonly params: {
        /** `id` of an event. */
        readonly eventId: string;
      };
    };
    readonly answer: Blob;
  };
  /** Say whether a verdict was right. */
  readonly giveFeedback: {
    readonly input: {
      readonly params: {
        /** `id` of an event. */
        readonly eventId: string;
      };
      readonly body: {
        /** False where another decision would have been right. */
        readonly correct: boolean;
        /** What was wrong, in one line. */
        readonly note?: string | undefined;
      };
    };
    readonly answer: schemas.Event;
  };
  /** Count what happened. */
  readonly readStatistics: {
    readonly input: {
      readonly query?: {
        readonly bucket?: 'hour' | 'day' | undefined;
        /** Minutes that the local clock is ahead of UTC, such as 330 in India: where hours and days begin. */
        readonly utcOffset?: number | undefined;
        /** Begins here, at the start of a bucket. 24 hours, or 30 days, before the end unless told. RFC 3339. */
        readonly from?: string | undefined;
        /** Ends before this moment, at the end of a bucket. Now unless told. RFC 3339. */
        readonly before?: string | undefined;
      };
    };
    readonly answer: schemas.Statistics;
  };
  /** See how cameras do. */
  readonly listDevices: {
    readonly input: {
      readonly query?: {
        /** Minutes that the local clock is ahead of UTC, such as 330 in India: where hours and days begin. */
        readonly utcOffset?: number | undefined;
      };
    };
    readonly answer: schemas.DeviceList;
  };
  /** List webhooks. */
  readonly listWebhooks: {
    readonly input: {
      readonly query?: {
        /** How many there may be on a page. */
        readonly limit?: number | undefined;
        /** Where the page starts: `nextCursor` of the page before, with the same filters. */
        readonly cursor?: string | undefined;
      };
    };
    readonly answer: schemas.WebhookPage;
  };
  /** Set up a webhook. */
  readonly createWebhook: {
    readonly input: {
      readonly body: {
        /** Where events are sent: an https address. Others only within `FACEDESK_WEBHOOK_NETWORKS`. */
        readonly url: string;
        /** Which events are sent; none for all. */
        readonly kinds?:
          | readonly (
              | 'verification.decided'
              | 'verdict.reviewed'
              | 'photo.refused'
              | 'identification.decided'
              | 'comparison.decided'
              | 'subject.registered'
              | 'subject.updated'
              | 'subject.deleted'
              | 'photos.added'
              | 'photo.deleted'
              | 'group.created'
              | 'group.deleted'
              | 'attempts.unlocked'
              | 'duplicate.settled'
              | 'calibration.requested'
              | 'webhook.created'
              | 'webhook.changed'
              | 'webhook.deleted'
              | 'webhook.disabled'
              | 'import.requested'
              | 'import.finished'
              | 'import.cancelled'
              | 'import.failed'
              | 'key.created'
              | 'key.rotated'
              | 'key.revoked'
              | 'events.lost'
            )[]
          | undefined;
        readonly description?: string | undefined;
        /** Whether receipts and reasons are sent; for keys with `scores:read` to say. */
        readonly scores?: boolean | undefined;
      };
    };
    readonly answer: schemas.WebhookWithSecret;
  };
  /** Read a webhook, and how delivery goes. */
  readonly readWebhook: {
    readonly input: {
      readonly params: {
        readonly webhookId: string;
      };
    };
    readonly answer: schemas.Webhook;
  };
  /** Change, pause or resume a webhook. */
  readonly updateWebhook: {
    readonly input: {
      readonly params: {
        readonly webhookId: string;
      };
      readonly body: {
        /** Where events are sent: an https address. Others only within `FACEDESK_WEBHOOK_NETWORKS`. */
        readonly url?: string | undefined;
        /** Which events are sent; none for all. */
        readonly kinds?:
          | readonly (
              | 'verification.decided'
              | 'verdict.reviewed'
              | 'photo.refused'
              | 'identification.decided'
              | 'comparison.decided'
              | 'subject.registered'
              | 'subject.updated'
              | 'subject.deleted'
              | 'photos.added'
              | 'photo.deleted'
              | 'group.created'
              | 'group.deleted'
              | 'attempts.unlocked'
              | 'duplicate.settled'
              | 'calibration.requested'
              | 'webhook.created'
              | 'webhook.changed'
              | 'webhook.deleted'
              | 'webhook.disabled'
              | 'import.requested'
              | 'import.finished'
              | 'import.cancelled'
              | 'import.failed'
              | 'key.created'
              | 'key.rotated'
              | 'key.revoked'
              | 'events.lost'
            )[]
          | undefined;
        readonly description?: string | undefined;
        /** Whether receipts and reasons are sent; for keys with `scores:read` to say. */
        readonly scores?: boolean | undefined;
        readonly state?: 'active' | 'paused' | undefined;
      };
    };
    readonly answer: schemas.Webhook;
  };
  /** Remove a webhook. */
  readonly deleteWebhook: {
    readonly input: {
      readonly params: {
        readonly webhookId: string;
      };
    };
    readonly answer: undefined;
  };
  /** Give a webhook another secret. */
  readonly rotateWebhookSecret: {
    readonly input: {
      readonly params: {
        readonly webhookId: string;
      };
      readonly body?: {
        /** For how long the secret before signs as well. */
        readonly graceSeconds?: number | undefined;
      };
    };
    readonly answer: schemas.WebhookWithSecret;
  };
  /** Try a webhook out. */
  readonly testWebhook: {
    readonly input: {
      readonly params: {
        readonly webhookId: string;
      };
    };
    readonly answer: {
      readonly arrived: boolean;
      /** Of its answer, where it gave one. */
      readonly status: number | null;
      readonly problem: string | null;
    };
  };
  /** List what a webhook has not got. */
  readonly listWebhookDeliveries: {
    readonly input: {
      readonly params: {
        readonly webhookId: string;
      };
      readonly query?: {
        /** How many there may be on a page. */
        readonly limit?: number | undefined;
        /** Where the page starts: `nextCursor` of the page before, with the same filters. */
        readonly cursor?: string | undefined;
        /** Waiting: put aside after several attempts, to be tried again beside the others. Dead: tried for a day, and not tried any more. */
        readonly state?: 'waiting' | 'dead' | undefined;
      };
    };
    readonly answer: schemas.WebhookDeliveryPage;
  };
  /** Send a dead event again. */
  readonly replayWebhookDelivery: {
    readonly input: {
      readonly params: {
        readonly webhookId: string;
        /** The `id` of the event. */
        readonly eventId: string;
      };
    };
    readonly answer: undefined;
  };
  /** Send everything since a moment again. */
  readonly replayWebhook: {
    readonly input: {
      readonly params: {
        readonly webhookId: string;
      };
      readonly body: {
        /** From when on. RFC 3339. */
        readonly since: string;
      };
    };
    readonly answer: undefined;
  };
  /** List imports. */
  readonly listImports: {
    readonly input: {
      readonly query?: {
        /** How many there may be on a page. */
        readonly limit?: number | undefined;
        /** Where the page starts: `nextCursor` of the page before, with the same filters. */
        readonly cursor?: string | undefined;
      };
    };
    readonly answer: schemas.ImportPage;
  };
  /** Import an archive of photos. */
  readonly startImport: {
    readonly input: {
      readonly body: {
        /** A ZIP file with JPEG, PNG or WebP files. */
        readonly archive: PhotoFile;
        /** A CSV file with the columns `id` and `photo`, and maybe `timestamp`; `photo` is a path within the archive. */
        readonly list?: PhotoFile | undefined;
        /** `look` examines every photo and reports, and enrols nobody; `write` enrols. */
        readonly mode: 'look' | 'write';
        /** Whom to trust where the oldest photo of an id is unlike most of the others: nobody (`hold`), the oldest, or the majority. */
        readonly disputes?: 'hold' | 'oldest' | 'majority' | undefined;
      };
    };
    readonly answer: schemas.Import;
  };
  /** Read how far an import is. */
  readonly readImport: {
    readonly input: {
      readonly params: {
        readonly importId: string;
      };
    };
    readonly answer: schemas.Import;
  };
  /** Cancel an import. */
  readonly cancelImport: {
    readonly input: {
      readonly params: {
        readonly importId: string;
      };
    };
    readonly answer: schemas.Import;
  };
  /** List what became of each photo. */
  readonly listImportRows: {
    readonly input: {
      readonly params: {
        readonly importId: string;
      };
      readonly query?: {
        /** How many there may be on a page. */
        readonly limit?: number | undefined;
        /** Where the page starts: `nextCursor` of the page before, with the same filters. */
        readonly cursor?: string | undefined;
        /** What became of a photo: `enrolled`, `would_enrol`, `already_enrolled`, `same_person`, `after_refused_registration`, `unlike_reference`, `disputed`, `not_understood`, `file_unreadable`, or the code of the error that it would have been refused with at a registration. */
        readonly outcome?: string | undefined;
      };
    };
    readonly answer: schemas.ImportRowPage;
  };
  /** List people who may be one, or who look alike. */
  readonly listDuplicates: {
    readonly input: {
      readonly query?: {
        /** How many pairs. */
        readonly limit?: number | undefined;
      };
    };
    readonly answer: schemas.AlikePeopleList;
  };
  /** Say what you found of two people. */
  readonly settleDuplicate: {
    readonly input: {
      readonly body: {
        /** The ids of both. */
        readonly subjects: readonly string[];
        /** open takes back what was said before. */
        readonly verdict: 'notSamePerson' | 'open';
      };
    };
    readonly answer: undefined;
  };
  /** Read where the line is drawn. */
  readonly readCalibration: {
    readonly input: object;
    readonly answer: schemas.Calibration;
  };
  /** Draw the line anew. */
  readonly renewCalibration: {
    readonly input: object;
    readonly answer: schemas.Calibration;
  };
  /** Read what your key may do. */
  readonly readCaller: {
    readonly input: object;
    readonly answer: schemas.Caller;
  };
  /** List keys. */
  readonly listKeys: {
    readonly input: {
      readonly query?: {
        /** How many there may be on a page. */
        readonly limit?: number | undefined;
        /** Where the page starts: `nextCursor` of the page before, with the same filters. */
        readonly cursor?: string | undefined;
      };
    };
    readonly answer: schemas.KeyPage;
  };
  /** Make a key. */
  readonly createKey: {
    readonly input: {
      readonly body: {
        /** What you know it by. */
        readonly name: string;
        /** A set of scopes, to which others can be added; `integration` has none of its own, they are chosen with each key. */
        readonly role: 'kiosk' | 'desk' | 'enrol' | 'admin' | 'integration';
        /** What it may do on top of its role, as `identify` for a kiosk that finds people without an ID; for the role `integration`, at least one. */
        readonly scopes?:
          | readonly (
              | 'verify'
              | 'identify'
              | 'compare'
              | 'quality:judge'
              | 'people:read'
              | 'people:write'
              | 'people:delete'
              | 'photos:read'
              | 'events:read'
              | 'verdicts:review'
              | 'scores:read'
              | 'attempts:unlock'
              | 'duplicates:review'
              | 'imports:run'
              | 'webhooks:manage'
              | 'keys:manage'
              | 'system:read'
              | 'system:manage'
            )[]
          | undefined;
        /** Addresses or ranges in CIDR notation that it may be used from; from anywhere if there are none. */
        readonly addresses?: readonly string[] | undefined;
        /** Requests a minute, in place of what the settings say. */
        readonly ratePerMinute?: number | undefined;
        /** When it ends; never, unless said otherwise. RFC 3339. */
        readonly expiresAt?: string | undefined;
      };
    };
    readonly answer: schemas.KeyWithSecret;
  };
  /** Read a key. */
  readonly readKey: {
    readonly input: {
      readonly params: {
        /** The 12 digits behind `fdk_`. */
        readonly keyId: string;
      };
    };
    readonly answer: schemas.Key;
  };
  /** End a key for good. */
  readonly revokeKey: {
    readonly input: {
      readonly params: {
        /** The 12 digits behind `fdk_`. */
        readonly keyId: string;
      };
    };
    readonly answer: undefined;
  };
  /** Give a key another secret. */
  readonly rotateKeySecret: {
    readonly input: {
      readonly params: {
        /** The 12 digits behind `fdk_`. */
        readonly keyId: string;
      };
      readonly body?: {
        /** For how long the secret before opens the key as well. */
        readonly graceSeconds?: number | undefined;
      };
    };
    readonly answer: schemas.KeyWithSecret;
  };
  /** Read which nets there are. */
  readonly readModels: {
    readonly input: object;
    readonly answer: schemas.Models;
  };
  /** Install the file of a model pack. */
  readonly installModel: {
    readonly input: {
      readonly params: {
        readonly modelName: string;
      };
      readonly body: PhotoFile;
    };
    readonly answer: schemas.Models;
  };
  /** Make templates of the model in use. */
  readonly makeTemplates: {
    readonly input: object;
    readonly answer: schemas.TemplateRun;
  };
  /** End the making of templates. */
  readonly cancelTemplates: {
    readonly input: object;
    readonly answer: undefined;
  };
  /** Read what runs. */
  readonly readSystem: {
    readonly input: object;
    readonly answer: schemas.System;
  };
  /** List the settings in force. */
  readonly listSettings: {
    readonly input: object;
    readonly answer: schemas.SettingList;
  };
}

export type OperationName = keyof Operations;

/** How an operation is called. */
export interface OperationRow {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  /** Takes an Idempotency-Key. */
  readonly idempotent?: true;
  /** Fields of the body that hold photos, or other files; they are sent as files. */
  readonly photos?: readonly string[];
  /** The body is one file. */
  readonly file?: true;
}

export const operations: Readonly<Record<OperationName, OperationRow>> = {
  listSubjects: { method: 'GET', path: '/v1/subjects' },
  registerSubject: { method: 'POST', path: '/v1/subjects', idempotent: true, photos: ['photos'] },
  readSubject: { method: 'GET', path: '/v1/subjects/{subjectId}' },
  updateSubject: { method: 'PATCH', path: '/v1/subjects/{subjectId}' },
  deleteSubject: { method: 'DELETE', path: '/v1/subjects/{subjectId}' },
  unlockSubject: { method: 'POST', path: '/v1/subjects/{subjectId}/unlock' },
  listPhotos: { method: 'GET', path: '/v1/subjects/{subjectId}/photos' },
  addPhotos: {
    method: 'POST',
    path: '/v1/subjects/{subjectId}/photos',
    idempotent: true,
    photos: ['photos'],
  },
  readPhoto: { method: 'GET', path: '/v1/subjects/{subjectId}/photos/{photoId}' },
  deletePhoto: { method: 'DELETE', path: '/v1/subjects/{subjectId}/photos/{photoId}' },
  issueChallenge: { method: 'POST', path: '/v1/challenges' },
  verify: { method: 'POST', path: '/v1/verifications', idempotent: true, photos: ['photos'] },
  identify: { method: 'POST', path: '/v1/identifications', photos: ['photo'] },
  comparePhotos: { method: 'POST', path: '/v1/comparisons', photos: ['photos'] },
  judgeQuality: { method: 'POST', path: '/v1/quality', photos: ['photo'] },
  listGroups: { method: 'GET', path: '/v1/groups' },
  createGroup: { method: 'POST', path: '/v1/groups', idempotent: true },
  readGroup: { method: 'GET', path: '/v1/groups/{groupId}' },
  deleteGroup: { method: 'DELETE', path: '/v1/groups/{groupId}' },
  addGroupMember: { method: 'PUT', path: '/v1/groups/{groupId}/members/{subjectId}' },
  removeGroupMember: { method: 'DELETE', path: '/v1/groups/{groupId}/members/{subjectId}' },
  listEvents: { method: 'GET', path: '/v1/events' },
  streamEvents: { method: 'GET', path: '/v1/events/stream' },
  readEvent: { method: 'GET', path: '/v1/events/{eventId}' },
  readEventPicture: { method: 'GET', path: '/v1/events/{eventId}/picture' },
  giveFeedback: { method: 'POST', path: '/v1/events/{eventId}/feedback' },
  readStatistics: { method: 'GET', path: '/v1/statistics' },
  listDevices: { method: 'GET', path: '/v1/devices' },
  listWebhooks: { method: 'GET', path: '/v1/webhooks' },
  createWebhook: { method: 'POST', path: '/v1/webhooks' },
  readWebhook: { method: 'GET', path: '/v1/webhooks/{webhookId}' },
  updateWebhook: { method: 'PATCH', path: '/v1/webhooks/{webhookId}' },
  deleteWebhook: { method: 'DELETE', path: '/v1/webhooks/{webhookId}' },
  rotateWebhookSecret: { method: 'POST', path: '/v1/webhooks/{webhookId}/secret' },
  testWebhook: { method: 'POST', path: '/v1/webhooks/{webhookId}/test' },
  listWebhookDeliveries: { method: 'GET', path: '/v1/webhooks/{webhookId}/deliveries' },
  replayWebhookDelivery: { method: 'POST', path: '/v1/webhooks/{webhookId}/deliveries/{eventId}/replay' },
  replayWebhook: { method: 'POST', path: '/v1/webhooks/{webhookId}/replay' },
  listImports: { method: 'GET', path: '/v1/imports' },
  startImport: { method: 'POST', path: '/v1/imports', idempotent: true, photos: ['archive', 'list'] },
  readImport: { method: 'GET', path: '/v1/imports/{importId}' },
  cancelImport: { method: 'DELETE', path: '/v1/imports/{importId}' },
  listImportRows: { method: 'GET', path: '/v1/imports/{importId}/rows' },
  listDuplicates: { method: 'GET', path: '/v1/duplicates' },
  settleDuplicate: { method: 'POST', path: '/v1/duplicates/settlements', idempotent: true },
  readCalibration: { method: 'GET', path: '/v1/calibration' },
  renewCalibration: { method: 'POST', path: '/v1/calibration/renew', idempotent: true },
  readCaller: { method: 'GET', path: '/v1/caller' },
  listKeys: { method: 'GET', path: '/v1/keys' },
  createKey: { method: 'POST', path: '/v1/keys' },
  readKey: { method: 'GET', path: '/v1/keys/{keyId}' },
  revokeKey: { method: 'DELETE', path: '/v1/keys/{keyId}' },
  rotateKeySecret: { method: 'POST', path: '/v1/keys/{keyId}/secret' },
  readModels: { method: 'GET', path: '/v1/models' },
  installModel: { method: 'PUT', path: '/v1/models/{modelName}/file', file: true },
  makeTemplates: { method: 'POST', path: '/v1/models/remake' },
  cancelTemplates: { method: 'DELETE', path: '/v1/models/remake' },
  readSystem: { method: 'GET', path: '/v1/system' },
  listSettings: { method: 'GET', path: '/v1/settings' },
};
