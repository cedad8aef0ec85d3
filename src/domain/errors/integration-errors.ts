/** What programs that are attached to the service can get wrong: webhooks, streams, imports. */
import type { ErrorEntry } from './error-entry.js';

export const integrationErrors = {
  event_not_found: {
    status: 404,
    retryable: false,
    text: 'There is no such event, or it was too old to be kept.',
  },
  event_picture_not_kept: {
    status: 404,
    retryable: false,
    text: 'No picture is kept of this event, or not any more.',
  },
  event_not_a_verdict: {
    status: 409,
    retryable: false,
    text: 'This event is no verdict. Feedback is for verifications and identifications.',
  },
  webhook_not_found: { status: 404, retryable: false, text: 'There is no webhook with this id.' },
  webhook_delivery_not_found: {
    status: 404,
    retryable: false,
    text: 'This webhook has no such delivery waiting or dead.',
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
  too_many_streams: {
    status: 503,
    retryable: true,
    text: 'Too many streams of events are open. Close one, or try again later.',
  },
  import_not_found: { status: 404, retryable: false, text: 'There is no import with this id.' },
  archive_unreadable: {
    status: 400,
    retryable: false,
    text: 'The archive is no ZIP file, or it is damaged or encrypted.',
  },
  archive_unsafe: {
    status: 400,
    retryable: false,
    text: 'The archive holds a path that leads out of it, a path that comes twice or is too long, or a link.',
  },
  archive_too_large: {
    status: 413,
    retryable: false,
    text: 'The archive holds more files, or expands to more bytes, than an import may. Split it.',
  },
  archive_without_photos: {
    status: 400,
    retryable: false,
    text: 'The archive holds neither photos named <ID>_<YYYYMMDDhhmmss>.jpg nor a folder with photos for each person.',
  },
  import_list_malformed: {
    status: 400,
    retryable: false,
    text: 'The list is no CSV with the columns id and photo.',
  },
  too_many_imports: {
    status: 409,
    retryable: true,
    text: 'As many imports wait as may. Send it again when one has ended, or cancel one.',
  },
} as const satisfies Record<string, ErrorEntry>;
