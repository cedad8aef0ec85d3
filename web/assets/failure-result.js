// @ts-check
/** What either page shows where the service could not do its work: whose fault it is, and when to try again. */
import { text } from './language.js';
import { headline } from './result-board.js';

/**
 * @param {Extract<import('./service.js').Answer, { kind: 'failed' }>} answer
 * @param {string} action the button's word
 * @returns {import('./result-board.js').Result}
 */
export function failureResult({ sentence, retryAfterSeconds, requestId }, action) {
  const { title, detail } = headline(sentence);
  const next =
    retryAfterSeconds === undefined ? text.retry(action) : text.retryAfter(retryAfterSeconds, action);
  const parts = retryAfterSeconds === undefined ? [detail, next] : [next];
  if (requestId !== undefined) parts.push(text.requestId(requestId));
  return { tone: 'advice', title, detail: parts.join(' ').trim() };
}

/** @returns {import('./result-board.js').Result} */
export function keyMissingResult() {
  return { tone: 'advice', title: text.keyMissingTitle, detail: text.keyMissingDetail };
}

/** @returns {import('./result-board.js').Result} */
export function noPhotoResult() {
  return { tone: 'advice', title: text.noPhotoTitle, detail: text.noPhotoDetail };
}
