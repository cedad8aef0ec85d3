// @ts-check
/**
 * What a page that embeds the kiosk is told of an answer: the verdict about the id that was given, or why there is none. Where none was
 * given, only who was confirmed is named.
 */
import { text } from './language.js';

/**
 * @typedef {| { name: 'facedesk-verdict', detail: { confirmed: boolean, id: string | null } }
 *   | { name: 'facedesk-refused', detail: { code: string, sentence: string, id: string | null } }} KioskEvent
 */

/**
 * @param {string | null} id null where none was given
 * @param {import('./visit.js').Outcome | undefined} answer undefined: there was no photo
 * @returns {KioskEvent}
 */
export function eventOf(id, answer) {
  /** @param {string} code @param {string} sentence @returns {KioskEvent} */
  const refused = (code, sentence) => ({ name: 'facedesk-refused', detail: { code, sentence, id } });
  switch (answer?.kind) {
    case undefined:
      return refused('photo_missing', text.noPhotoTitle);
    case 'unrecognised':
      return refused('unrecognised', `${text.unrecognised}. ${text.giveId}`);
    case 'accepted':
      return { name: 'facedesk-verdict', detail: { confirmed: true, id: answer.body.recognition ?? id } };
    case 'refused':
      // The one answer that says no has no code.
      if (answer.code === undefined) return { name: 'facedesk-verdict', detail: { confirmed: false, id } };
      return refused(answer.code, answer.sentence);
    case 'photoProblem':
      return refused(answer.body.code ?? 'photo_refused', answer.sentence);
    case 'paused':
      return refused('too_many_attempts', text.pauseDetail(answer.seconds));
    case 'failed':
      return refused(answer.unreachable ? 'service_unreachable' : 'service_failed', answer.sentence);
    case 'keyNeeded':
      return refused('api_key_required', text.keyMissingDetail);
  }
}
