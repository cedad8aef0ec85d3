/** What is not there, is there already, or cannot be done: people, their photos, groups. */
import type { ErrorEntry } from './error-entry.js';

export const peopleErrors = {
  id_invalid: {
    status: 400,
    retryable: false,
    text: 'This ID cannot be used: an ID has 1 to 255 characters and no control characters.',
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
  subject_not_found: { status: 404, retryable: false, text: 'Nobody is registered under this id.' },
  photo_not_found: { status: 404, retryable: false, text: 'This person has no such photo.' },
  photo_not_kept: { status: 404, retryable: false, text: 'The picture itself was not kept of this photo.' },
  refresh_not_found: { status: 404, retryable: false, text: 'There is no such refreshed template.' },
  group_not_found: { status: 404, retryable: false, text: 'There is no group with this id.' },
  metadata_too_large: {
    status: 400,
    retryable: false,
    text: 'Metadata may have 64 members with names of up to 64 characters, and 8192 bytes as JSON.',
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
} as const satisfies Record<string, ErrorEntry>;
