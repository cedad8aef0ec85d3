/**
 * Every failure the service can report, in one table: its HTTP status, whether trying again later can help, and the
 * sentence that people see. Services and adapters throw FacedeskError with a code; only http/ and cli/ turn it into words.
 * A non-match is never an error, and a failure is never a score.
 */

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

  form_malformed: {
    status: 400,
    retryable: false,
    text: 'The form could not be read. Send the fields as multipart/form-data.',
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
  cross_site_refused: {
    status: 403,
    retryable: false,
    text: 'Requests from the pages of another web site are refused.',
  },
  route_not_found: { status: 404, retryable: false, text: 'There is nothing at this address.' },
  method_not_allowed: {
    status: 405,
    retryable: false,
    text: 'This method is not allowed here. See the Allow header.',
  },
  request_timeout: {
    status: 408,
    retryable: true,
    text: 'The request took too long to arrive. Send it again.',
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
  headers_too_large: {
    status: 431,
    retryable: false,
    text: 'The address or the headers of the request are too long.',
  },
  busy: { status: 503, retryable: true, text: 'Too many photos are waiting. Try again in a moment.' },
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
}

export class FacedeskError extends Error {
  override readonly name = 'FacedeskError';

  constructor(
    readonly code: ErrorCode,
    readonly context: ErrorContext = {},
  ) {
    super(errorTable[code].text, context.cause === undefined ? undefined : { cause: context.cause });
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
