/** What can be wrong with a photo or with several: the person in front of the camera, or whoever sends it, can put it right. */
import type { ErrorEntry } from './error-entry.js';

export const photoErrors = {
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
  presentation_attack_suspected: {
    status: 400,
    retryable: false,
    text: 'This could not be accepted as a live face. Look into the camera yourself, with nothing in between, or ask at the desk.',
  },
  challenge_required: {
    status: 400,
    retryable: false,
    text: 'A challenge has to be answered before the camera here. Ask for one, or ask at the desk.',
  },
  challenge_invalid: {
    status: 400,
    retryable: false,
    text: 'This challenge has expired or was answered already. Ask for a new one.',
  },
  challenge_frames_invalid: {
    status: 400,
    retryable: false,
    text: 'Send 4 to 16 photos, taken one after the other while you do what is asked.',
  },
  too_many_frames: {
    status: 400,
    retryable: false,
    text: 'Too many photos at once. Send at most 5 photos of one visit.',
  },
  image_repeated: {
    status: 400,
    retryable: false,
    text: 'This picture was shown before. Take a new photo.',
  },
  face_cut_off: {
    status: 400,
    retryable: false,
    text: 'The face is cut off by the edge of the picture. Move to the middle.',
  },
  head_tilted: { status: 400, retryable: false, text: 'The head is tilted. Hold your head upright.' },
  mask_worn: {
    status: 400,
    retryable: false,
    text: 'Mouth and nose are covered. Take off the mask, or whatever covers them.',
  },
  eyes_covered: {
    status: 400,
    retryable: false,
    text: 'The eyes are covered. Take off dark glasses, and keep hair and hands away from the eyes.',
  },
  eyes_closed: { status: 400, retryable: false, text: 'The eyes are closed. Open your eyes.' },
  mouth_open: { status: 400, retryable: false, text: 'The mouth is open. Close your mouth.' },
  uneven_light: {
    status: 400,
    retryable: false,
    text: 'One side of the face is much darker than the other. Turn your face to the light.',
  },
  contrast_too_low: {
    status: 400,
    retryable: false,
    text: 'The face is pale as if in fog. Wipe the lens, and have no bright window behind you.',
  },
  photo_compressed: {
    status: 400,
    retryable: false,
    text: 'The photo is compressed too much. Send the original, not a copy from a chat or a page.',
  },
  photo_without_colour: {
    status: 400,
    retryable: false,
    text: 'The photo has no natural colours. Send a colour photo, without a filter.',
  },
  quality_too_low: {
    status: 400,
    retryable: false,
    text: 'The photo is not good enough. Take it again, near to the camera and in even light.',
  },
  image_type_unknown: {
    status: 400,
    retryable: false,
    text: 'This imagetype is not known. It is clicked (taken with a camera) or scanned (a photo on a card).',
  },
} as const satisfies Record<string, ErrorEntry>;
