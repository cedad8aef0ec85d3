/** The refusals that the library API's document words; their texts are part of its wire. */
import type { ErrorEntry } from './error-entry.js';

export const libraryErrors = {
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
} as const satisfies Record<string, ErrorEntry>;
