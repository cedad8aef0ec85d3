/**
 * What to tell the person in front of the camera, in a few words and in the languages of the desk: one line for each error
 * that is about their photo. Every interface shows these, so that a page, the command line and an integrator say the same.
 */
import type { ErrorCode } from './errors.js';

export interface Hint {
  readonly en: string;
  /** Hindi, in Devanagari. */
  readonly hi: string;
}

export const hintTable = {
  image_unreadable: { en: 'Choose a photo', hi: 'कोई फ़ोटो चुनिए' },
  image_format_unsupported: { en: 'Choose a JPEG, PNG or WebP photo', hi: 'JPEG, PNG या WebP फ़ोटो चुनिए' },
  image_damaged: { en: 'Take the photo again', hi: 'फ़ोटो दोबारा लीजिए' },
  image_too_many_pixels: { en: 'Choose a smaller photo', hi: 'छोटी फ़ोटो चुनिए' },
  no_face_found: { en: 'Show your whole face', hi: 'पूरा चेहरा दिखाइए' },
  several_faces_found: { en: 'Only one person, please', hi: 'कृपया केवल एक व्यक्ति' },
  face_cut_off: { en: 'Move to the middle', hi: 'बीच में आइए' },
  face_too_small: { en: 'Move closer', hi: 'पास आइए' },
  face_turned_away: { en: 'Look at the camera', hi: 'कैमरे की ओर देखिए' },
  head_tilted: { en: 'Hold your head upright', hi: 'सिर सीधा रखिए' },
  mask_worn: { en: 'Take off the mask', hi: 'मास्क उतारिए' },
  eyes_covered: { en: 'Take off dark glasses', hi: 'धूप का चश्मा उतारिए' },
  eyes_closed: { en: 'Open your eyes', hi: 'आँखें खोलिए' },
  mouth_open: { en: 'Close your mouth', hi: 'मुँह बंद रखिए' },
  photo_too_dark: { en: 'Turn to the light', hi: 'रोशनी की ओर मुड़िए' },
  photo_too_bright: { en: 'Move out of the direct light', hi: 'तेज़ रोशनी से हटिए' },
  uneven_light: { en: 'Turn your face to the light', hi: 'चेहरा रोशनी की ओर कीजिए' },
  contrast_too_low: { en: 'Wipe the lens', hi: 'लेंस साफ़ कीजिए' },
  photo_blurred: { en: 'Hold still', hi: 'स्थिर रहिए' },
  photo_compressed: { en: 'Send the original photo', hi: 'असली फ़ोटो भेजिए' },
  photo_without_colour: { en: 'Use a colour photo', hi: 'रंगीन फ़ोटो दीजिए' },
  quality_too_low: { en: 'Take the photo again', hi: 'फ़ोटो दोबारा लीजिए' },
} as const satisfies Partial<Record<ErrorCode, Hint>>;

/** @returns undefined for a code that no person in front of the camera can do anything about */
export function hintOf(code: ErrorCode): Hint | undefined {
  const hints: Partial<Record<ErrorCode, Hint>> = hintTable;
  return hints[code];
}
