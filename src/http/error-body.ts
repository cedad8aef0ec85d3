/** What a caller reads when something fails. Only the error table speaks here: no stack, no driver's message, no path. */
import { errorEntry, type ErrorCode, type Finding } from '../domain/errors.js';

/** The seconds after which a caller may try again what the service could not do just now. */
export const retryAfterSeconds = 1;

export interface ErrorBody {
  readonly error: string;
  readonly code?: ErrorCode;
  readonly reasons?: readonly ErrorReason[];
  readonly requestId?: string;
  readonly verified?: false;
}

/** One of the things that a person has to change about a photo. */
export interface ErrorReason {
  readonly code: ErrorCode;
  readonly error: string;
  /** In a few words for a screen, in English and in Hindi. */
  readonly hint: string;
  readonly hintHi: string;
}

export interface FailedRequest {
  /** As it came in, with its query. */
  readonly url: string;
  readonly requestId: string;
  /** What the person in front of the camera can put right, the first thing first. */
  readonly findings?: readonly Finding[];
}

/**
 * The body for a code: exactly the documented keys where the library API documents the answer, otherwise with the code,
 * and with the request's id where the fault is ours. Every answer of /verify/ says that nobody was verified.
 */
export function errorBody(code: ErrorCode, { url, requestId, findings = [] }: FailedRequest): ErrorBody {
  const { status, text, documented } = errorEntry(code);
  return {
    error: text,
    ...(documented ? {} : { code }),
    ...(documented || findings.length === 0 ? {} : { reasons: findings.map(reasonOf) }),
    ...(status >= 500 ? { requestId } : {}),
    ...(pathOf(url) === '/verify' ? { verified: false } : {}),
  };
}

function reasonOf({ code, text, hint }: Finding): ErrorReason {
  return { code, error: text, hint: hint.en, hintHi: hint.hi };
}

/** The path without query and without trailing slash. */
export function pathOf(url: string): string {
  const path = url.split('?', 1)[0]!;
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
