/* eslint-disable max-lines */
/** Written by `npx tsx scripts/generate-docs.ts` from what src/http/v1 declares; edit that instead. */
export type AlikePeople = {
  /** The ids of both. */
  readonly subjects: readonly string[];
  /** duplicate: probably one person under two ids. lookalike: one would pass as the other at the promised rate. */
  readonly kind: 'duplicate' | 'lookalike';
  /** True where a registration noted the pair. */
  readonly noted: boolean;
  /** Minus the distance of the two faces; more is more alike. */
  readonly score?: number;
};

export type AlikePeopleList = {
  readonly items: readonly AlikePeople[];
  readonly total: number;
};

export type Calibration = {
  /** The share of strangers who may pass as somebody they name. */
  readonly targetFmr: number;
  /** A normalised score has to be above this to match. */
  readonly threshold: number;
  /** Between this and the threshold a verdict is uncertain. */
  readonly uncertainFrom: number;
  /** Whose scores the line rests on. */
  readonly basis: 'gallery' | 'gallery and model' | 'model';
  /** People in the gallery when it was measured. */
  readonly people: number;
  readonly comparisons: number;
  /** The measured false match rate at the threshold with its 95 % interval; null where the gallery is too small. */
  readonly fmr: {
    readonly value: number;
    readonly low: number;
    readonly high: number;
  } | null;
  readonly model: string;
  /** RFC 3339, UTC. */
  readonly measuredAt: string;
  /** Null until the gallery was measured: see `POST /v1/calibration/renew`. */
  readonly charts: {
    /** How often scores of strangers, and of the same people, fall into each bin. */
    readonly histogram: {
      /** Where the first bin begins. */
      readonly from: number;
      readonly width: number;
      readonly nonMated: readonly number[];
      readonly mated: readonly number[] | null;
    };
    /** The share of strangers above each score, with its 95 % interval; falling scores. */
    readonly curve: readonly {
      /** Normalised. */
      readonly score: number;
      readonly fmr: number;
      readonly low: number;
      readonly high: number;
    }[];
    /** Both errors for each line that could be drawn; null where nobody has several photos. */
    readonly det:
      | readonly {
          /** Normalised. */
          readonly score: number;
          readonly fmr: number;
          readonly fnmr: number;
        }[]
      | null;
  } | null;
  /** How often rightful people would be refused, by those with several photos; null where there are none. */
  readonly mated: {
    readonly people: number;
    readonly photos: number;
    readonly refused: {
      readonly value: number;
      readonly low: number;
      readonly high: number;
    };
    readonly uncertain: {
      readonly value: number;
      readonly low: number;
      readonly high: number;
    };
  } | null;
  /** What that rests on, in a sentence. */
  readonly matedSupport: string;
  /** Whether the gallery is large enough for the target, in a sentence. */
  readonly support: string;
};

export type Caller = {
  /** The public part of the key; null where no key is asked for. */
  readonly keyId: string | null;
  /** Null for one that this version does not know. */
  readonly role: 'kiosk' | 'desk' | 'enrol' | 'admin' | 'integration' | null;
  /** What it allows. */
  readonly scopes: readonly (
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
  )[];
};

export type Candidate = {
  readonly rank: number;
  readonly subject: {
    /** The id that a person is registered under. Upper and lower case are the same. */
    readonly id: string;
  };
  /** True where a search would name a stranger like this no more often than the target rate. */
  readonly passes: boolean;
  /** Minus the distance of the two faces; more is more alike. */
  readonly score?: number;
  /** The score with what both faces score against strangers taken off; what the threshold is compared with. */
  readonly normalisedScore?: number;
  /** The share of strangers who would score as high in this gallery; null where it is too small to tell. */
  readonly estimatedFmr?: number | null;
};

export type Challenge = {
  /** Sent back as `challenge` of a verification, once. */
  readonly token: string;
  /** What the person has to do, in this order, after a first photo that shows them as they are. */
  readonly actions: readonly ('turn_left' | 'turn_right' | 'close_eyes' | 'open_mouth')[];
  /** RFC 3339, UTC. */
  readonly expiresAt: string;
  readonly minPhotos: number;
  readonly maxPhotos: number;
};

export type Comparison = {
  readonly outcome: 'match' | 'uncertain' | 'nonMatch';
  /** Minus the distance of the two faces; more is more alike. */
  readonly score?: number;
  /** The score with what both faces score against strangers taken off; what the threshold is compared with. */
  readonly normalisedScore?: number;
  /** The share of strangers who would score as high in this gallery; null where it is too small to tell. */
  readonly estimatedFmr?: number | null;
  /** A normalised score has to be above this to match. */
  readonly threshold?: number;
};

export type Device = {
  /** The public part of its key; null for all that came without one. */
  readonly keyId: string | null;
  /** Of the key. */
  readonly name: string;
  /** RFC 3339, UTC. */
  readonly lastSeenAt: string;
  /** Of the last 24 hours. */
  readonly verifications: number;
  /** The share of these that were no match. */
  readonly refused: number | null;
  /** The share of tries whose photos no verdict could be made of. */
  readonly turnedAway: number | null;
  /** Medians of the last 24 hours; null where there were no pictures. */
  readonly lastDay: {
    readonly pictures: number;
    /** 0 to 100. */
    readonly sharpness: number;
    /** Mean luma of the face, 0 to 255. */
    readonly brightness: number;
    /** Unified score, 0 to 100. */
    readonly quality: number;
  } | null;
  /** What is usual of it, by the days before; null where too little is known. */
  readonly baseline: {
    readonly pictures: number;
    /** 0 to 100. */
    readonly sharpness: number;
    /** Mean luma of the face, 0 to 255. */
    readonly brightness: number;
    /** Unified score, 0 to 100. */
    readonly quality: number;
    readonly days: number;
  } | null;
  readonly health: 'ok' | 'degraded' | 'silent';
  readonly problem: 'blurred' | 'dark' | 'bright' | 'poor' | 'silent' | null;
  /** The first day that was so, by the local clock. */
  readonly since: string | null;
  /** The same as a sentence. */
  readonly text: string;
};

export type DeviceList = {
  readonly items: readonly Device[];
};

export type Event = {
  /** Counts up; the same in every list, on the stream and in webhooks. */
  readonly id: string;
  readonly kind:
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
    | 'events.lost';
  /** RFC 3339, UTC. */
  readonly at: string;
  /** Whom it is about; absent where that is nobody, or somebody who was erased. */
  readonly subject?: {
    /** The id that a person is registered under. Upper and lower case are the same. */
    readonly id: string;
  };
  /** Of verdicts, and of likely duplicates that were settled. */
  readonly outcome?: 'match' | 'uncertain' | 'nonMatch' | 'notSamePerson' | 'open';
  /** Why a verdict is not a match; for keys with `scores:read`. */
  readonly reason?: string;
  /** The public part of the key that asked; absent where no key is asked for. */
  readonly keyId?: string;
  /** The X-Request-Id of the request. */
  readonly requestId?: string;
  /** How a verdict came about; for keys with `scores:read`. */
  readonly receipt?: Readonly<Record<string, unknown>>;
  /** Whether the verdict was right, by somebody who knows; erased with the person. */
  readonly feedback?: {
    readonly correct: boolean;
    readonly note?: string;
    /** RFC 3339, UTC. */
    readonly at: string;
    /** Who said so. */
    readonly keyId?: string;
  };
  /** Whether the face of the visit is kept: see `GET /v1/events/{eventId}/picture`. It goes before the event does. */
  readonly picture: boolean;
};

export type EventPage = {
  readonly items: readonly Event[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly nextCursor: string | null;
};

/** Something that the person in front of the camera can put right. */
export type Finding = {
  /** As in the list of errors. */
  readonly code: string;
  readonly text: string;
} & Readonly<Record<string, unknown>>;

export type Group = {
  /** Chosen by you: letters, digits, dot, underscore and hyphen, up to 64 of them. */
  readonly id: string;
  readonly description: string;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  readonly memberCount: number;
};

export type GroupPage = {
  readonly items: readonly Group[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly nextCursor: string | null;
};

export type Identification = {
  /** The most alike first. */
  readonly candidates: readonly Candidate[];
};

export type Import = {
  readonly id: string;
  /** `look` examines every photo and reports, and enrols nobody; `write` enrols. */
  readonly mode: 'look' | 'write';
  /** Whom to trust where the oldest photo of an id is unlike most of the others: nobody (`hold`), the oldest, or the majority. */
  readonly disputes: 'hold' | 'oldest' | 'majority';
  /** Waiting for its turn, as one import runs at a time, or for another try. The last three are for good. */
  readonly state: 'waiting' | 'running' | 'finished' | 'cancelled' | 'failed';
  /** True where no process that has its files was heard of for a minute. Others cannot go on with it: start that machine again, or cancel the import and send the archive to another one. */
  readonly stalled: boolean;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** When it first ran; null where it has not. */
  readonly startedAt: string | null;
  /** When it ended; null where it has not. */
  readonly endedAt: string | null;
  /** Whose key asked for it. */
  readonly keyId?: string;
  readonly progress: {
    /** All of them. */
    readonly photos: number;
    /** Photos that are done with. */
    readonly done: number;
    /** Examined a minute, in the run under way or the last one. */
    readonly photosPerMinute: number;
    /** At that rate; null where nothing is known of it. */
    readonly secondsLeft: number | null;
  };
  /** What came of it; null before it has ended, and where it failed. */
  readonly summary: {
    /** How the photos lay: named as of old, in a folder per person, or in a list. */
    readonly layout: 'legacy' | 'folders' | 'csv';
    /** Ids that the archive names. */
    readonly people: number;
    /** People enrolled; where `mode` is `look`, those who would be. */
    readonly enrolled: number;
    /** People who were enrolled before. */
    readonly alreadyEnrolled: number;
    /** People who have no template after it. */
    readonly leftOut: number;
    /** Pairs of ids with one face. */
    readonly sameFacePairs: number;
    /** How many photos have which outcome. */
    readonly outcomes: Readonly<Record<string, number>>;
  } | null;
  /** The code of what went wrong last; null where nothing did. */
  readonly problem: string | null;
};

export type ImportPage = {
  readonly items: readonly Import[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly nextCursor: string | null;
};

export type ImportRow = {
  /** Whom the photo is said to show. */
  readonly id: string | null;
  /** Its path within the archive, or as the list has it. */
  readonly photo: string;
  /** UTC, to the second: 2023-07-23T12:34:56; null where nothing says. */
  readonly takenAt: string | null;
  /** What became of a photo: `enrolled`, `would_enrol`, `already_enrolled`, `same_person`, `after_refused_registration`, `unlike_reference`, `disputed`, `not_understood`, `file_unreadable`, or the code of the error that it would have been refused with at a registration. */
  readonly outcome: string;
  /** Other ids that have this face. */
  readonly sameFaceAs: readonly string[];
};

export type ImportRowPage = {
  readonly items: readonly ImportRow[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly nextCursor: string | null;
};

export type Key = {
  /** The public part of the key: events and the log name it by this. */
  readonly id: string;
  /** What you know it by. */
  readonly name: string;
  /** A set of scopes, to which others can be added; `integration` has none of its own, they are chosen with each key. */
  readonly role: 'kiosk' | 'desk' | 'enrol' | 'admin' | 'integration';
  /** What it allows, with those of its role. */
  readonly scopes: readonly (
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
  )[];
  /** Addresses or ranges in CIDR notation that it may be used from; from anywhere if there are none. */
  readonly addresses: readonly string[];
  /** Null for what the settings say. */
  readonly ratePerMinute: number | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** Null where it has no end. */
  readonly expiresAt: string | null;
  /** Null where it was not revoked. */
  readonly revokedAt: string | null;
  /** Until when the secret from before the last rotation opens it too; null where it does not. */
  readonly earlierSecretUntil: string | null;
};

export type KeyPage = {
  readonly items: readonly Key[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly nextCursor: string | null;
};

export type KeyWithSecret = {
  /** The public part of the key: events and the log name it by this. */
  readonly id: string;
  /** What you know it by. */
  readonly name: string;
  /** A set of scopes, to which others can be added; `integration` has none of its own, they are chosen with each key. */
  readonly role: 'kiosk' | 'desk' | 'enrol' | 'admin' | 'integration';
  /** What it allows, with those of its role. */
  readonly scopes: readonly (
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
  )[];
  /** Addresses or ranges in CIDR notation that it may be used from; from anywhere if there are none. */
  readonly addresses: readonly string[];
  /** Null for what the settings say. */
  readonly ratePerMinute: number | null;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** Null where it has no end. */
  readonly expiresAt: string | null;
  /** Null where it was not revoked. */
  readonly revokedAt: string | null;
  /** Until when the secret from before the last rotation opens it too; null where it does not. */
  readonly earlierSecretUntil: string | null;
  /** What callers present: `Authorization: Bearer fdk_…` or `X-API-Key: fdk_…`. */
  readonly secret: string;
};

export type Model = {
  /** The value of the setting that chooses it, where there is one. */
  readonly name: string;
  /** What the net is for. */
  readonly kind: 'detector' | 'landmarks' | 'embedding' | 'antispoof' | 'liveness';
  /** Compiled from an installed npm package, and not a pack. */
  readonly builtIn: boolean;
  readonly title: string;
  /** As its maker says. */
  readonly licence: string;
  /** Where it is from, in words. */
  readonly source: string;
  readonly file: string;
  readonly sha256: string;
  /** Of the file. */
  readonly bytes: number;
  /** Available: the file is not there. Damaged: it is another. What is built in is made anew then, at the next start. */
  readonly state: 'installed' | 'available' | 'damaged';
  /** Since this start. */
  readonly inUse: boolean;
  /** Which setting chooses it; null for what is not a choice. */
  readonly setting: 'FACEDESK_MODEL' | 'FACEDESK_DETECTOR' | null;
};

export type Models = {
  readonly models: readonly Model[];
  readonly templates: readonly {
    readonly modelId: string;
    /** Who has some. */
    readonly people: number;
    /** How many there are. */
    readonly templates: number;
    /** Only those of the model in use are compared. */
    readonly inUse: boolean;
  }[];
  /** Null while the model in use is not known. */
  readonly unverifiable: {
    /** Who has templates of other models only, and cannot be verified. */
    readonly people: number;
    /** Of whom no photo was kept, so that they have to be registered again. */
    readonly withoutPhoto: number;
  } | null;
  /** How far the making of new templates is, in the process that answers; null where it made none. */
  readonly templateRun: TemplateRun | null;
};

export type Photo = {
  /** Given by the service. */
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly addedAt: string;
  /** Null where it was not judged. */
  readonly quality: number | null;
  /** What is kept of the picture: the face, the whole photo, or nothing. */
  readonly kept: 'crop' | 'full' | 'none';
  /** How it came. registered: with the registration. added: afterwards. imported: in an import. oldService: from the folder of the old service. moved: from another database of this service. reembedded: made anew for this model from the photo that was kept. unknown: before that was noted. */
  readonly source: 'registered' | 'added' | 'imported' | 'oldService' | 'moved' | 'reembedded' | 'unknown';
  /** The public part of the key that it came with; absent where there was none. */
  readonly keyId?: string;
};

export type PhotoList = {
  readonly items: readonly Photo[];
  /** What visits have added to them: templates without a picture, the oldest first; for keys with `events:read`. */
  readonly refreshed?: readonly RefreshedTemplate[];
};

export type PhotoReport = {
  /** Its place among the photos that were sent, from 0. */
  readonly index: number;
  readonly accepted: boolean;
  /** Of an accepted one. */
  readonly photoId?: string;
  /** Absent where it could not be judged. */
  readonly quality?: number;
  /** Of a refused one: why, as in the list of errors. */
  readonly code?: string;
  /** Everything that can be put right about a refused one. */
  readonly findings?: readonly Finding[];
};

export type PhotoReports = {
  readonly photos: readonly PhotoReport[];
};

/** RFC 9457. */
export type Problem = {
  /** Where the code is explained, relative to the address of the service. */
  readonly type: string;
  /** The code in words. */
  readonly title: string;
  readonly status: number;
  /** What happened, for people. */
  readonly detail: string;
  /** What happened, for programs; it stays when sentences change. */
  readonly code: string;
  /** By which the log can be searched. */
  readonly requestId: string;
  /** Which fields are wrong, and how. */
  readonly fields?: readonly {
    /** body/…, query/…, path/… or header/… */
    readonly field: string;
    readonly problem: string;
  }[];
  /** What the person in front of the camera can put right, the first thing first. */
  readonly findings?: readonly Finding[];
  /** Where several photos were sent: what became of each. */
  readonly photos?: readonly PhotoReport[];
};

export type Quality = {
  /** What the photo was judged for. */
  readonly policy: 'enrolment' | 'verification' | 'scanned';
  readonly accepted: boolean;
  /** What the person can put right, the first thing first; empty where it is accepted. */
  readonly findings: readonly Finding[];
  /** Faces in the photo; the largest is judged. */
  readonly faces: number;
  /** Size of the picture as it was looked at: turned by its EXIF orientation, and reduced where it had over 16 megapixels. */
  readonly picture: {
    /** In pixels. */
    readonly width: number;
    /** In pixels. */
    readonly height: number;
  };
  /** The face that is judged; absent where there is none. */
  readonly face?: {
    /** In pixels of that picture, from its upper left corner. It can reach over the border where the face does. */
    readonly box: {
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
    };
  };
  /** How well a person can be recognised by it; absent without a face. */
  readonly unifiedScore?: number;
  /** What was measured of the largest face, by the names of ISO/IEC 29794-5. */
  readonly components?: Readonly<
    Record<
      string,
      {
        /** In the component's unit. */
        readonly native: number;
        /** From the worst to the best. */
        readonly value: number;
      }
    >
  >;
};

/** How the verdict came about; for keys with `scores:read`. */
export type Receipt = {
  /** Absent where there was nobody to compare with. */
  readonly scores?: {
    /** Minus the distance of the two faces; more is more alike. */
    readonly score: number;
    /** The score with what both faces score against strangers taken off; what the threshold is compared with. */
    readonly normalisedScore: number;
    /** The score less that of the nearest other person; null where there is nobody else. */
    readonly lead: number | null;
  };
  /** The share of strangers who would score as high in this gallery; null where it is too small to tell. */
  readonly estimatedFmr: number | null;
  /** A normalised score has to be above this to match. */
  readonly threshold: number;
  /** The share of strangers who may pass. */
  readonly targetFmr: number;
  /** Whose scores the threshold rests on. */
  readonly basis: string;
  /** What was measured of the photo. */
  readonly quality: Readonly<Record<string, unknown>>;
  readonly modelId: string;
  /** RFC 3339, UTC. */
  readonly decidedAt: string;
} & Readonly<Record<string, unknown>>;

export type RefreshedTemplate = {
  /** Given by the service. */
  readonly id: string;
  /** RFC 3339, UTC. */
  readonly addedAt: string;
  readonly quality: number;
  /** refreshed: the person is recognised by it. proposed: it waits for somebody to confirm it. */
  readonly state: 'refreshed' | 'proposed';
  /** The verdict that it comes from, for as long as that is kept. */
  readonly eventId?: string;
};

export type Registration = {
  readonly subject: Subject;
  /** What became of each photo; at least one was accepted, if any was sent. */
  readonly photos: readonly PhotoReport[];
  /** How many people have probably the same face: see the duplicates. */
  readonly similar: number;
};

export type Setting = {
  /** In a configuration file. */
  readonly name: string;
  /** In the environment. */
  readonly env: string;
  /** The part of the service that it is for. */
  readonly group: string;
  /** What it does. */
  readonly description: string;
  readonly unit: string | null;
  /** What a value has to be. */
  readonly rule: string;
  readonly default: string;
  /** Where the value in force came from. */
  readonly source: 'default' | 'file' | 'environment' | 'flag';
  /** As a text; null where there is none, and for secrets. */
  readonly value: string | null;
  /** Of a secret in place of its value: whether there is one. */
  readonly set?: boolean;
};

export type SettingList = {
  readonly items: readonly Setting[];
};

export type Statistics = {
  /** As asked, widened to whole buckets. */
  readonly from: string;
  /** RFC 3339, UTC. */
  readonly before: string;
  readonly bucket: 'hour' | 'day';
  /** Minutes that the clock by which buckets begin is ahead of UTC. */
  readonly utcOffset: number;
  readonly totals: {
    readonly verifications: {
      readonly total: number;
      readonly match: number;
      readonly uncertain: number;
      readonly nonMatch: number;
    };
    readonly identifications: {
      readonly total: number;
      readonly match: number;
      readonly nonMatch: number;
    };
    /** People who were registered with photos. */
    readonly enrolments: number;
    /** Photos of which no verification could be made, by error code; the most frequent first. */
    readonly turnedAway: readonly {
      readonly code: string;
      readonly count: number;
    }[];
    /** Why verifications were no match, the most frequent first; for keys with `scores:read`. */
    readonly refusals?: readonly {
      readonly reason: string;
      readonly count: number;
    }[];
    readonly quality: {
      readonly median: number;
      readonly p10: number;
    } | null;
    readonly latencyMs: {
      readonly median: number;
      readonly p95: number;
    } | null;
    /** The share of strangers who would have scored as high, on average of confirmed verifications; for keys with `scores:read`. */
    readonly meanEstimatedFmr?: number | null;
    /** What people said of the verdicts of this time: right, or wrong by what was decided. */
    readonly feedback: {
      readonly right: number;
      readonly falseMatches: number;
      readonly falseNonMatches: number;
    };
  };
  /** Every one of the range, empty ones too; the oldest first. */
  readonly buckets: readonly {
    /** RFC 3339, UTC. */
    readonly start: string;
    readonly verifications: {
      readonly total: number;
      readonly match: number;
      readonly uncertain: number;
      readonly nonMatch: number;
    };
    readonly identifications: {
      readonly total: number;
      readonly match: number;
      readonly nonMatch: number;
    };
    /** People who were registered with photos. */
    readonly enrolments: number;
    /** Photos of which no verification could be made, by error code; the most frequent first. */
    readonly turnedAway: readonly {
      readonly code: string;
      readonly count: number;
    }[];
    /** Why verifications were no match, the most frequent first; for keys with `scores:read`. */
    readonly refusals?: readonly {
      readonly reason: string;
      readonly count: number;
    }[];
    readonly quality: {
      readonly median: number;
      readonly p10: number;
    } | null;
    readonly latencyMs: {
      readonly median: number;
      readonly p95: number;
    } | null;
    /** The share of strangers who would have scored as high, on average of confirmed verifications; for keys with `scores:read`. */
    readonly meanEstimatedFmr?: number | null;
    /** What people said of the verdicts of this time: right, or wrong by what was decided. */
    readonly feedback: {
      readonly right: number;
      readonly falseMatches: number;
      readonly falseNonMatches: number;
    };
  }[];
};

export type Subject = {
  /** The id that a person is registered under. Upper and lower case are the same. */
  readonly id: string;
  /** enrolled: can be verified. awaitingPhoto: registered, without a photo yet. locked: too many attempts failed; see POST /v1/subjects/{subjectId}/unlock. */
  readonly state: 'enrolled' | 'awaitingPhoto' | 'locked';
  /** RFC 3339, UTC. */
  readonly registeredAt: string;
  /** The groups that they belong to. */
  readonly groups: readonly string[];
  /** A JSON object of your own, up to 8192 bytes. Members that are texts, numbers, true or false can be searched for. */
  readonly metadata: Readonly<Record<string, unknown>>;
};

export type SubjectPage = {
  readonly items: readonly Subject[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly nextCursor: string | null;
};

export type System = {
  /** Of the service. */
  readonly version: string;
  /** The model that makes templates, by its content; only templates of one model are compared. */
  readonly model: string;
  /** Its name and version. */
  readonly database: string;
  readonly gallery: {
    /** People who can be recognised. */
    readonly people: number;
    readonly templates: number;
    /** False while it is read at the start. */
    readonly filled: boolean;
  };
  readonly engine: {
    /** Processes that examine photos. */
    readonly workers: number;
    readonly workersReady: number;
    /** Photos that are examined at this moment. */
    readonly running: number;
    /** Photos that wait. */
    readonly queued: number;
    /** Processes that were replaced. */
    readonly restarts: number;
    /** True while processes end again and again without having finished a photo. */
    readonly failing: boolean;
  };
  readonly health: {
    /** When the process that answers was started. */
    readonly startedAt: string;
    /** Its version of Node. */
    readonly runtime: string;
    readonly memory: {
      /** Of the process that answers. */
      readonly serviceBytes: number;
      /** Of the processes that examine photos. */
      readonly engineBytes: number;
    };
    /** How long the database took to answer, in milliseconds; null where it did not. */
    readonly databaseMs: number | null;
    /** Changes that the gallery has not read yet: it does before each search. Null where nothing is known of it. */
    readonly galleryLag: number | null;
    /** Of the file system of the data folder; null where it cannot be told. */
    readonly disk: {
      readonly freeBytes: number;
      readonly totalBytes: number;
    } | null;
  };
};

export type TemplateRun = {
  readonly state: 'running' | 'finished' | 'cancelled' | 'failed';
  /** RFC 3339, UTC. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  /** Who had no template of the model in use; 0 until they are counted. */
  readonly people: number;
  /** How many of them are done with. */
  readonly done: number;
  /** Null before it has ended, and where it failed. */
  readonly outcome: {
    /** Who has templates of it now. */
    readonly added: number;
    /** Of whom no photo was kept. */
    readonly withoutPhoto: number;
    /** In none of whose kept photos a face could be measured. */
    readonly withoutFace: number;
  } | null;
  /** Code of what it failed with. */
  readonly problem: string | null;
};

export type Verification = {
  readonly outcome: 'match' | 'uncertain' | 'nonMatch';
  /** Who it is, as registered; with a match only. */
  readonly subject?: {
    /** The id that a person is registered under. Upper and lower case are the same. */
    readonly id: string;
  };
  /** Why it is not a match; for keys with `scores:read`. */
  readonly reason?: string;
  /** Whether the photos show what the challenge asked for. Where they do not, they are held against nobody. */
  readonly challenge?: 'passed' | 'failed';
  readonly receipt?: Receipt;
};

export type Webhook = {
  readonly id: string;
  /** Where events are sent: an https address. Others only within `FACEDESK_WEBHOOK_NETWORKS`. */
  readonly url: string;
  /** Which events are sent; none for all. */
  readonly kinds: readonly (
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
  )[];
  readonly description: string;
  /** Whether receipts and reasons are sent; for keys with `scores:read` to say. */
  readonly scores: boolean;
  /** Disabled by the service where nothing could be delivered for days. */
  readonly state: 'active' | 'paused' | 'disabled';
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** Whose key made it. */
  readonly keyId?: string;
  /** When something was delivered last; null for never. */
  readonly deliveredAt: string | null;
  /** Attempts in a row that failed. */
  readonly failures: number;
  /** When the first of them was. */
  readonly failingSince: string | null;
  /** When the next one will be, where one failed. */
  readonly nextAttemptAt: string | null;
  /** What was wrong the last time. */
  readonly problem: string | null;
};

export type WebhookDelivery = {
  readonly event: Event;
  /** Waiting: put aside after several attempts, to be tried again beside the others. Dead: tried for a day, and not tried any more. */
  readonly state: 'waiting' | 'dead';
  /** Of this event alone; 0 where the receiver failed all the while with an earlier one. */
  readonly attempts: number;
  /** RFC 3339, UTC. */
  readonly since: string;
  readonly nextAttemptAt: string | null;
  /** What was wrong the last time. */
  readonly problem: string | null;
};

export type WebhookDeliveryPage = {
  readonly items: readonly WebhookDelivery[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly nextCursor: string | null;
};

export type WebhookPage = {
  readonly items: readonly Webhook[];
  /** Pass it as `cursor` for the next page; null on the last one. */
  readonly nextCursor: string | null;
};

export type WebhookWithSecret = {
  readonly id: string;
  /** Where events are sent: an https address. Others only within `FACEDESK_WEBHOOK_NETWORKS`. */
  readonly url: string;
  /** Which events are sent; none for all. */
  readonly kinds: readonly (
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
  )[];
  readonly description: string;
  /** Whether receipts and reasons are sent; for keys with `scores:read` to say. */
  readonly scores: boolean;
  /** Disabled by the service where nothing could be delivered for days. */
  readonly state: 'active' | 'paused' | 'disabled';
  /** RFC 3339, UTC. */
  readonly createdAt: string;
  /** Whose key made it. */
  readonly keyId?: string;
  /** When something was delivered last; null for never. */
  readonly deliveredAt: string | null;
  /** Attempts in a row that failed. */
  readonly failures: number;
  /** When the first of them was. */
  readonly failingSince: string | null;
  /** When the next one will be, where one failed. */
  readonly nextAttemptAt: string | null;
  /** What was wrong the last time. */
  readonly problem: string | null;
  /** What messages are signed with; shown this once. */
  readonly secret: string;
};

/** What went wrong: see the list of errors. */
export type ErrorCode =
  | 'api_key_invalid'
  | 'api_key_required'
  | 'archive_too_large'
  | 'archive_unreadable'
  | 'archive_unsafe'
  | 'archive_without_photos'
  | 'attempts_locked'
  | 'busy'
  | 'challenge_frames_invalid'
  | 'challenge_invalid'
  | 'challenge_required'
  | 'contrast_too_low'
  | 'cross_site_refused'
  | 'event_not_a_verdict'
  | 'event_not_found'
  | 'event_picture_not_kept'
  | 'eyes_closed'
  | 'eyes_covered'
  | 'face_already_enrolled'
  | 'face_cut_off'
  | 'face_too_small'
  | 'face_turned_away'
  | 'form_malformed'
  | 'group_already_exists'
  | 'group_not_found'
  | 'head_tilted'
  | 'id_invalid'
  | 'idempotency_key_in_use'
  | 'idempotency_key_reused'
  | 'image_damaged'
  | 'image_format_unsupported'
  | 'image_repeated'
  | 'image_too_many_pixels'
  | 'image_unreadable'
  | 'import_list_malformed'
  | 'import_not_found'
  | 'internal'
  | 'json_malformed'
  | 'key_address_refused'
  | 'key_addresses_invalid'
  | 'key_expiry_invalid'
  | 'key_name_invalid'
  | 'key_not_found'
  | 'key_rate_invalid'
  | 'key_scopes_invalid'
  | 'last_photo'
  | 'mask_worn'
  | 'media_type_unsupported'
  | 'metadata_too_large'
  | 'model_file_wrong'
  | 'model_pack_unknown'
  | 'model_templates_in_progress'
  | 'models_folder_unwritable'
  | 'models_unavailable'
  | 'mouth_open'
  | 'no_face_found'
  | 'photo_blurred'
  | 'photo_compressed'
  | 'photo_not_found'
  | 'photo_not_kept'
  | 'photo_too_bright'
  | 'photo_too_dark'
  | 'photo_without_colour'
  | 'photos_disagree'
  | 'precondition_failed'
  | 'presentation_attack_suspected'
  | 'quality_too_low'
  | 'rate_limited'
  | 'request_invalid'
  | 'request_malformed'
  | 'request_timeout'
  | 'request_too_large'
  | 'scope_missing'
  | 'several_faces_found'
  | 'shutting_down'
  | 'store_damaged'
  | 'store_full'
  | 'store_unavailable'
  | 'subject_already_exists'
  | 'subject_not_found'
  | 'too_many_attempts'
  | 'too_many_frames'
  | 'too_many_imports'
  | 'too_many_photos'
  | 'too_many_streams'
  | 'too_many_unknown_faces'
  | 'too_many_webhooks'
  | 'uneven_light'
  | 'vision_timeout'
  | 'vision_unavailable'
  | 'webhook_delivery_not_found'
  | 'webhook_not_found'
  | 'webhook_url_refused';
