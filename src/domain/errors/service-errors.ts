/** What is the service's own trouble; most of it passes. */
import type { ErrorEntry } from './error-entry.js';

export const serviceErrors = {
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
  store_full: {
    status: 503,
    retryable: true,
    text: 'Nothing can be stored right now: the disk is full or cannot be written. Nothing was changed.',
  },
  store_damaged: {
    status: 503,
    retryable: false,
    text: 'The database is damaged. Run: facedesk doctor',
  },
  shutting_down: { status: 503, retryable: true, text: 'The service is restarting. Try again in a moment.' },
  internal: {
    status: 500,
    retryable: true,
    text: 'Something went wrong on our side. Try again, and quote the request id if it stays.',
  },
} as const satisfies Record<string, ErrorEntry>;
