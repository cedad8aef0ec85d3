/** Requests that cannot be read, do not have the form that is described, or hold what was changed meanwhile. */
import type { ErrorEntry } from './error-entry.js';

export const requestErrors = {
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
  idempotency_key_in_use: {
    status: 409,
    retryable: true,
    text: 'A request with this Idempotency-Key is still running. Send it again in a moment.',
  },
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
  headers_too_large: {
    status: 431,
    retryable: false,
    text: 'The address or the headers of the request are too long.',
  },
} as const satisfies Record<string, ErrorEntry>;
