// @ts-check
/** What the registration desk shows for an answer. That a face looks registered is said, and not as whose. */
import { failureResult, keyMissingResult, noPhotoResult } from './failure-result.js';
import { text } from './language.js';
import { headline } from './result-board.js';

/**
 * @param {string} id
 * @param {import('./service.js').Answer | undefined} answer undefined: there was no photo
 * @returns {import('./result-board.js').Result}
 */
export function registrationResult(id, answer) {
  switch (answer?.kind) {
    case undefined:
      return noPhotoResult();
    case 'keyNeeded':
      return keyMissingResult();
    case 'accepted':
      return (answer.body.similar ?? 0) > 0
        ? { tone: 'advice', id, title: text.registered, detail: text.registeredSimilar }
        : { tone: 'good', title: text.registered, detail: id };
    case 'refused': {
      const { title, detail } = headline(answer.sentence);
      const next = answer.code === 'subject_already_exists' ? text.registerRefusedNext : '';
      return { tone: 'bad', title: title.replace(/\.$/, ''), detail: `${detail} ${next}`.trim() };
    }
    case 'photoProblem':
      return { tone: 'advice', ...headline(answer.sentence) };
    case 'paused':
      return { tone: 'advice', id, title: text.pause, detail: text.pauseDetail(answer.seconds) };
    case 'failed':
      return failureResult(answer, text.register);
  }
}
