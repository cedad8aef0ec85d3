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
  models_folder_unwritable: {
    status: 503,
    retryable: false,
    text: 'The models folder cannot be written by the service. Nothing was changed. Run "facedesk models install" as somebody who may.',
  },
  model_pack_unknown: {
    status: 404,
    retryable: false,
    text: 'There is no model pack of this name. GET /v1/models says which there are; others are installed by: facedesk models install',
  },
  model_file_wrong: {
    status: 422,
    retryable: false,
    text: 'This is not the file of this model pack: its length or its SHA-256 is another. Nothing was changed.',
  },
  model_templates_in_progress: {
    status: 409,
    retryable: true,
    text: 'New templates are being made already, by another process of this service.',
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
