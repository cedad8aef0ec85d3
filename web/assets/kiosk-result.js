// @ts-check
/** What the kiosk shows for an answer. It names who was confirmed or the id that was given, and nobody else, whomever a face resembles. */
import { failureResult, keyMissingResult, noPhotoResult } from './failure-result.js';
import { text } from './language.js';
import { headline } from './result-board.js';

/** @typedef {import('./result-board.js').Result & { again: boolean }} KioskResult again: the same person may try at once */

/**
 * @param {string | null} given null where the person was to be found without an id
 * @param {import('./visit.js').Outcome | undefined} answer undefined: there was no photo
 * @returns {KioskResult}
 */
export function kioskResult(given, answer) {
  const id = given ?? '';
  switch (answer?.kind) {
    case undefined:
      return { ...noPhotoResult(), again: false };
    case 'keyNeeded':
      return { ...keyMissingResult(), again: false };
    case 'unrecognised':
      return { tone: 'advice', title: text.unrecognised, detail: text.giveId, again: false };
    case 'accepted':
      return {
        tone: 'good',
        title: text.welcome(answer.body.recognition ?? id),
        detail: '',
        again: false,
      };
    case 'refused':
      return refusal(id, answer);
    case 'photoProblem':
      return { tone: 'advice', ...headline(answer.sentence), again: true };
    case 'paused':
      return {
        tone: 'advice',
        id,
        title: text.pause,
        detail: text.pauseDetail(answer.seconds),
        again: false,
      };
    case 'failed':
      return { ...failureResult(answer, given === null ? text.withoutId : text.verify), again: true };
  }
}

/** @param {string} id @param {Extract<import('./service.js').Answer, { kind: 'refused' }>} answer @returns {KioskResult} */
function refusal(id, { code, sentence }) {
  // The one answer that says no: to a face that is not the one of this id, and to an id that nobody has.
  if (code === undefined)
    return { tone: 'bad', id, title: text.notConfirmed, detail: text.verifyRefusedNext, again: true };
  const { title, detail } = headline(sentence);
  return { tone: 'bad', id, title, detail: `${detail} ${text.askAtDesk}`.trim(), again: false };
}
