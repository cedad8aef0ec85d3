/** What a caller reads when something fails. Only the error table speaks here: no stack, no driver's message, no path. */
import { errorEntry, type ErrorCode } from '../domain/errors.js';

/** The seconds after which a caller may try again what the service could not do just now. */
export const retryAfterSeconds = 1;

export interface ErrorBody {
  readonly error: string;
  readonly code?: ErrorCode;
  readonly requestId?: string;
  readonly verified?: false;
}

export interface FailedRequest {
  /** As it came in, with its query. */
  readonly url: string;
  readonly requestId: string;
}

/**
 * The body for a code: exactly the documented keys where the library API documents the answer, otherwise with the code,
 * and with the request's id where the fault is ours. Every answer of /verify/ says that nobody was verified.
 */
export function errorBody(code: ErrorCode, { url, requestId }: FailedRequest): ErrorBody {
  const { status, text, documented } = errorEntry(code);
  return {
    error: text,
    ...(documented ? {} : { code }),
    ...(status >= 500 ? { requestId } : {}),
    ...(pathOf(url) === '/verify' ? { verified: false } : {}),
  };
}

/** The path without query and without trailing slash. */
export function pathOf(url: string): string {
  const path = url.split('?', 1)[0]!;
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
