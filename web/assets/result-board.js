// @ts-check
/** The large result over the preview: a colour, a symbol and words, and spoken to those who do not see it. */
import { element } from './element.js';

/**
 * @typedef {object} Result
 * @property {'good' | 'bad' | 'advice'} tone good and bad cover the preview; advice leaves it to be looked at
 * @property {string} [id] whom it is about, above the title
 * @property {string} title
 * @property {string} detail what to do next
 */

/** Titles beyond this many characters are set smaller. */
const longTitle = 24;

export function createResultBoard() {
  const board = element('result', HTMLDivElement);
  const who = element('result-who', HTMLParagraphElement);
  const title = element('result-title', HTMLParagraphElement);
  const detail = element('result-detail', HTMLParagraphElement);

  return {
    /** @param {Result} result */
    show: (result) => {
      who.textContent = result.id ?? '';
      title.textContent = result.title;
      detail.textContent = result.detail;
      board.dataset.tone = result.tone;
      board.classList.toggle('long', result.title.length > longTitle);
    },
    clear: () => {
      who.textContent = '';
      title.textContent = '';
      detail.textContent = '';
      board.dataset.tone = 'none';
    },
    isShown: () => board.dataset.tone !== 'none',
  };
}

/** The first sentence large, the rest below it. @param {string} sentences @returns {{ title: string, detail: string }} */
export function headline(sentences) {
  const [title = '', ...rest] = sentences.split(/(?<=[.!?।]) /);
  return { title, detail: rest.join(' ') };
}
