/** Who may ask, how often, and what a key has to be like. */
import type { ErrorEntry } from './error-entry.js';

export const accessErrors = {
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
  key_name_invalid: {
    status: 400,
    retryable: false,
    text: 'A key needs a name: 1 to 100 characters, and no control characters.',
  },
  key_scopes_invalid: {
    status: 400,
    retryable: false,
    text: 'Scopes have to be known ones, and an integration needs at least one.',
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
  rate_limited: {
    status: 429,
    retryable: true,
    text: 'Too many requests. Try again when the time in Retry-After has passed.',
  },
  too_many_unknown_faces: {
    status: 429,
    retryable: true,
    text: 'Too many faces were not recognised here. Give an ID, or wait a little.',
  },
  too_many_attempts: {
    status: 429,
    retryable: true,
    text: 'Too many attempts have failed with this ID from here. Wait a little, then try again.',
  },
} as const satisfies Record<string, ErrorEntry>;
