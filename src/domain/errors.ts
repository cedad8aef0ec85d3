/**
 * Every failure the service can report, in one table: its HTTP status, whether trying again later can help, and the
 * sentence that people see. Services and adapters throw FacedeskError with a code; only http/ and cli/ turn it into words.
 * A non-match is never an error, and a failure is never a score.
 */

import type { PhotoReport } from './enrolment/photo-report.js';
import { type Hint, hintOf } from './hints.js';

interface ErrorEntry {
  readonly status: number;
  /** True where the same request can succeed later without being changed. */
  readonly retryable: boolean;
  readonly text: string;
  /** True where the library API's document fixes the body to exactly this text, without a code beside it. */
  readonly documented?: true;
}

export const errorTable = {
  id_and_image_required: {
    status: 400,
    retryable: false,
    text: 'ID and image are required',
    documented: true,
  },
  image_and_id_required: {
    status: 400,
    retryable: false,
    text: 'Image and ID are required',
    documented: true,
  },
  id_required: { status: 400, retryable: false, text: 'ID is required', documented: true },
  user_already_exists: { status: 409, retryable: false, text: 'User already exists', documented: true },
  user_not_found: { status: 404, retryable: false, text: 'User not found', documented: true },
  invalid_user: { status: 400, retryable: false, text: 'Invalid User', documented: true },

  id_invalid: {
    status: 400,
    retryable: false,
    text: 'This ID cannot be used: an ID has 1 to 255 characters and no control characters.',
  },
  image_unreadable: {
    status: 400,
    retryable: false,
    text: 'This file is not a picture that can be opened. Send a JPEG, PNG or WebP photo.',
  },
  image_format_unsupported: {
    status: 400,
    retryable: false,
    text: 'This kind of picture is not accepted. Send the photo as JPEG, PNG or WebP.',
  },
  image_damaged: {
    status: 400,
    retryable: false,
    text: 'This photo is damaged or was only partly uploaded. Take or send it again.',
  },
  image_too_many_pixels: {
    status: 400,
    retryable: false,
    text: 'This photo has too many pixels. Send it at a lower resolution.',
  },
  no_face_found: {
    status: 400,
    retryable: false,
    text: 'No face was found. Face the camera, in the light, with the whole face in the picture.',
  },
  several_faces_found: {
    status: 400,
    retryable: false,
    text: 'More than one face is in the picture. Only one person, please.',
  },
  face_too_small: {
    status: 400,
    retryable: false,
    text: 'The face is too small. Move closer to the camera.',
  },
  photo_blurred: {
    status: 400,
    retryable: false,
    text: 'The photo is blurred. Hold still, and wipe the lens if it happens again.',
  },
  photo_too_dark: {
    status: 400,
    retryable: false,
    text: 'The face is too dark. Turn to the light.',
  },
  photo_too_bright: {
    status: 400,
    retryable: false,
    text: 'The face is too bright. Move out of the direct light.',
  },
  face_turned_away: {
    status: 400,
    retryable: false,
    text: 'The face is turned away. Look straight at the camera.',
  },
  presentation_attack_suspected: {
    status: 400,
    retryable: false,
    text: 'This could not be accepted as a live face. Look into the camera yourself, with nothing in between, or ask at the desk.',
  },
  challenge_invalid: {
    status: 400,
    retryable: false,
    text: 'This challenge has expired or was answered already. Ask for a new one.',
  },
  challenge_frames_invalid: {
    status: 400,
    retryable: false,
    text: 'Send 4 to 16 photos, taken one after the other while you do what is asked.',
  },
  too_many_frames: {
    status: 400,
    retryable: false,
    text: 'Too many photos at once. Send at most 5 photos of one visit.',
  },
  image_repeated: {
    status: 400,
    retryable: false,
    text: 'This picture was shown before. Take a new photo.',
  },
  face_cut_off: {
    status: 400,
    retryable: false,
    text: 'The face is cut off by the edge of the picture. Move to the middle.',
  },
  head_tilted: { status: 400, retryable: false, text: 'The head is tilted. Hold your head upright.' },
  mask_worn: {
    status: 400,
    retryable: false,
    text: 'Mouth and nose are covered. Take off the mask, or whatever covers them.',
  },
  eyes_covered: {
    status: 400,
    retryable: false,
    text: 'The eyes are covered. Take off dark glasses, and keep hair and hands away from the eyes.',
  },
  eyes_closed: { status: 400, retryable: false, text: 'The eyes are closed. Open your eyes.' },
  mouth_open: { status: 400, retryable: false, text: 'The mouth is open. Close your mouth.' },
  uneven_light: {
    status: 400,
    retryable: false,
    text: 'One side of the face is much darker than the other. Turn your face to the light.',
  },
  contrast_too_low: {
    status: 400,
    retryable: false,
    text: 'The face is pale as if in fog. Wipe the lens, and have no bright window behind you.',
  },
  photo_compressed: {
    status: 400,
    retryable: false,
    text: 'The photo is compressed too much. Send the original, not a copy from a chat or a page.',
  },
  photo_without_colour: {
    status: 400,
    retryable: false,
    text: 'The photo has no natural colours. Send a colour photo, without a filter.',
  },
  quality_too_low: {
    status: 400,
    retryable: false,
    text: 'The photo is not good enough. Take it again, near to the camera and in even light.',
  },
  image_type_unknown: {
    status: 400,
    retryable: false,
    text: 'This imagetype is not known. It is clicked (taken with a camera) or scanned (a photo on a card).',
  },
  photos_disagree: {
    status: 400,
    retryable: false,
    text: 'The photos do not look like one person. Send photos of the same person only.',
  },
  too_many_photos: {
    status: 400,
    retryable: false,
    text: 'A person has 1 to 10 photos. Send fewer, or remove some first.',
  },

  form_malformed: {
    status: 400,
    retryable: false,
    text: 'The form could not be read. Send the fields as multipart/form-data.',
  },
  request_invalid: {
    status: 400,
    retryable: false,
    text: 'The request does not have the form that is described. See "fields".',
  },
  json_malformed: {
    status: 400,
    retryable: false,
    text: 'The body could not be read: it is not a JSON object.',
  },
  request_malformed: {
    status: 400,
    retryable: false,
    text: 'The request could not be read: it is not well-formed HTTP.',
  },
  api_key_required: {
    status: 401,
    retryable: false,
    text: 'An API key is required. Send it as "Authorization: Bearer <key>" or "X-API-Key: <key>".',
  },
  api_key_invalid: {
    status: 401,
    retryable: false,
    text: 'This API key is not known, has expired or was revoked.',
  },
  key_address_refused: {
    status: 403,
    retryable: false,
    text: 'This API key may not be used from this address.',
  },
  scope_missing: {
    status: 403,
    retryable: false,
    text: 'This API key does not allow that. Use a key with the right role or scope.',
  },
  attempts_locked: {
    status: 403,
    retryable: false,
    text: 'Too many attempts have failed with this ID from here. Somebody at the desk has to lift the lock.',
  },
  cross_site_refused: {
    status: 403,
    retryable: false,
    text: 'Requests from the pages of another web site are refused.',
  },
  route_not_found: { status: 404, retryable: false, text: 'There is nothing at this address.' },
  subject_not_found: { status: 404, retryable: false, text: 'Nobody is registered under this id.' },
  photo_not_found: { status: 404, retryable: false, text: 'This person has no such photo.' },
  photo_not_kept: { status: 404, retryable: false, text: 'The picture itself was not kept of this photo.' },
  refresh_not_found: { status: 404, retryable: false, text: 'There is no such refreshed template.' },
  group_not_found: { status: 404, retryable: false, text: 'There is no group with this id.' },
  webhook_not_found: { status: 404, retryable: false, text: 'There is no webhook with this id.' },
  webhook_delivery_not_found: {
    status: 404,
    retryable: false,
    text: 'This webhook has no such delivery waiting or dead.',
  },
  method_not_allowed: {
    status: 405,
    retryable: false,
    text: 'This method is not allowed here. See the Allow header.',
  },
  webhook_url_refused: {
    status: 400,
    retryable: false,
    text: 'Webhooks are sent to https addresses on the public internet, and to the networks of FACEDESK_WEBHOOK_NETWORKS.',
  },
  too_many_webhooks: {
    status: 409,
    retryable: false,
    text: 'There are as many webhooks as there may be. Remove one first.',
  },
  metadata_too_large: {
    status: 400,
    retryable: false,
    text: 'Metadata may have 64 members with names of up to 64 characters, and 8192 bytes as JSON.',
  },
  request_timeout: {
    status: 408,
    retryable: true,
    text: 'The request took too long to arrive. Send it again.',
  },
  subject_already_exists: { status: 409, retryable: false, text: 'Somebody is registered under this id.' },
  group_already_exists: { status: 409, retryable: false, text: 'There is a group with this id.' },
  face_already_enrolled: {
    status: 409,
    retryable: false,
    text: 'This face is registered under another id.',
  },
  last_photo: {
    status: 409,
    retryable: false,
    text: 'The last photo of a person cannot be removed. Add another one first, or delete the person.',
  },
  idempotency_key_in_use: {
    status: 409,
    retryable: true,
    text: 'A request with this Idempotency-Key is still running. Send it again in a moment.',
  },
  key_name_invalid: {
    status: 400,
    retryable: false,
    text: 'A key needs a name: 1 to 100 characters, and no control characters.',
  },
  key_scopes_invalid: {
    status: 400,
    retryable: false,
    text: 'Choose at least one known scope for an integration. Keys with another role have the scopes of that role.',
  },
  key_addresses_invalid: {
    status: 400,
    retryable: false,
    text: 'The addresses have to be at most 50 IP addresses or ranges, such as 10.1.0.0/16 or 2001:db8::/32.',
  },
  key_expiry_invalid: {
    status: 400,
    retryable: false,
    text: 'The expiry has to be a time in the future, such as 2030-12-31T23:59:59Z.',
  },
  key_rate_invalid: {
    status: 400,
    retryable: false,
    text: 'The rate of a key has to be a whole number of requests a minute from 1 to 1000000.',
  },
  key_not_found: { status: 404, retryable: false, text: 'There is no such key, or it was revoked.' },
  precondition_failed: {
    status: 412,
    retryable: false,
    text: 'It was changed since it was read. Read it again, and send the new ETag.',
  },
  request_too_large: {
    status: 413,
    retryable: false,
    text: 'The upload is too large. Send a smaller photo.',
  },
  media_type_unsupported: {
    status: 415,
    retryable: false,
    text: 'This kind of body is not accepted. Send multipart/form-data.',
  },
  idempotency_key_reused: {
    status: 422,
    retryable: false,
    text: 'This Idempotency-Key was sent with another request before. Use a new one for each request.',
  },
  rate_limited: {
    status: 429,
    retryable: true,
    text: 'Too many requests. Try again when the time in Retry-After has passed.',
  },
  too_many_attempts: {
    status: 429,
    retryable: true,
    text: 'Too many attempts have failed with this ID from here. Wait a little, then try again.',
  },
  headers_too_large: {
    status: 431,
    retryable: false,
    text: 'The address or the headers of the request are too long.',
  },
  busy: { status: 503, retryable: true, text: 'Too many photos are waiting. Try again in a moment.' },
  too_many_streams: {
    status: 503,
    retryable: true,
    text: 'Too many streams of events are open. Close one, or try again later.',
  },
  vision_timeout: { status: 503, retryable: true, text: 'The photo took too long to examine. Try again.' },
  vision_unavailable: {
    status: 503,
    retryable: true,
    text: 'Photos cannot be examined right now. Try again in a moment.',
  },
  models_unavailable: {
    status: 503,
    retryable: false,
    text: 'The recognition models cannot be used. Run: facedesk models verify',
  },
  store_unavailable: {
    status: 503,
    retryable: true,
    text: 'The database cannot be reached right now. Try again in a moment.',
  },
  shutting_down: { status: 503, retryable: true, text: 'The service is restarting. Try again in a moment.' },
  internal: {
    status: 500,
    retryable: true,
    text: 'Something went wrong on our side. Try again, and quote the request id if it stays.',
  },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorTable;

export interface ErrorContext {
  /** For the log only; never sent to a caller, so it may name a technical cause but never hold a photo, features or a key. */
  readonly detail?: string;
  readonly cause?: unknown;
  /** After how many seconds the same request can succeed, where that is known; whole and at least 1. */
  readonly retryAfterS?: number;
  /** Everything that is wrong with a photo where it is more than the error's own code; that code is the first of them. */
  readonly reasons?: readonly ErrorCode[];
  /** What became of each photo where several were sent. */
  readonly photos?: readonly PhotoReport[];
}

export class FacedeskError extends Error {
  override readonly name = 'FacedeskError';

  constructor(
    readonly code: ErrorCode,
    readonly context: ErrorContext = {},
  ) {
    super(errorTable[code].text, context.cause === undefined ? undefined : { cause: context.cause });
  }

  /** What a person in front of the camera can put right, in the order in which they can; empty where it is not up to them. */
  get findings(): readonly Finding[] {
    return (this.context.reasons ?? [this.code]).flatMap((code) => findingOf(code) ?? []);
  }
}

/** The table's row for a code, with the optional flags filled in. */
export function errorEntry(
  code: ErrorCode,
): Required<Omit<ErrorEntry, 'documented'>> & { documented: boolean } {
  const entry: ErrorEntry = errorTable[code];
  return { ...entry, documented: entry.documented === true };
}

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorTable, code);
}

/** Something about a photo that the person in front of the camera can put right. The same in every interface. */
export interface Finding {
  readonly code: ErrorCode;
  /** The error table's sentence. */
  readonly text: string;
  /** What to do about it, in a few words for a screen. */
  readonly hint: Hint;
}

/** @returns undefined for a code that is not about a photo */
export function findingOf(code: ErrorCode): Finding | undefined {
  const hint = hintOf(code);
  return hint && { code, text: errorTable[code].text, hint };
}
