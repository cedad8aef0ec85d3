// @ts-check
/** The large result over the preview: a colour, a symbol and words, and spoken to those who do not see it. */
import { element } from './element.js';

/**
 * @typedef {object} Result
 * @property {'good' | 'bad' | 'advice'} tone good and bad cover the preview; advice leaves it to be looked at
 * @property {string} title
 * @property {string} detail what to do next
 */

/** Titles beyond this many characters are set smaller. */
const longTitle = 24;

export function createResultBoard() {
  const board = element('result', HTMLDivElement);
  const title = element('result-title', HTMLParagraphElement);
  const detail = element('result-detail', HTMLParagraphElement);

  return {
    /** @param {Result} result */
    show: (result) => {
      title.textContent = result.title;
      detail.textContent = result.detail;
      board.dataset.tone = result.tone;
      board.classList.toggle('long', result.title.length > longTitle);
    },
    clear: () => {
      title.textContent = '';
      detail.textContent = '';
      board.dataset.tone = 'none';
    },
  };
}
