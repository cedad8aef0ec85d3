// @ts-check
/** Notes at the edge of the page: what was done, what went wrong, and what can still be taken back. */
import { element } from '../element.js';
import { h } from './dom.js';
import { words } from './words.js';

/** Milliseconds that a note stays. */
const shownMs = { good: 5000, bad: 12_000 };

/** @param {string} sentence @param {'good' | 'bad'} [tone] */
export function note(sentence, tone = 'good') {
  const shown = h('div', { class: 'notice', 'data-tone': tone }, h('p', null, sentence));
  const close = () => shown.remove();
  shown.append(h('button', { type: 'button', class: 'quiet', onclick: close }, words().shell.close));
  element('notices', HTMLDivElement).append(shown);
  setTimeout(close, shownMs[tone]);
}

/** Says what went wrong; an end that somebody wanted is none. @param {unknown} error */
export function noteFailure(error) {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  note(error instanceof Error ? error.message : String(error), 'bad');
}

/**
 * @typedef {object} Undoable
 * @property {string} key what it is done to; a second thing for the same key is not begun
 * @property {string} sentence what is about to be done
 * @property {(how: { keepalive: boolean }) => Promise<void>} act
 * @property {() => void} [onUndone]
 */

/** Seconds in which a thing can be taken back. */
export const undoSeconds = 10;

/** @type {Map<string, () => void>} how each thing that waits is done at once */
const waiting = new Map();

/** @param {string} key */
export function isWaiting(key) {
  return waiting.has(key);
}

/** Does a thing when its time is over or the page is left, unless somebody takes it back. @param {Undoable} undoable */
export function doUnlessUndone({ key, sentence, act, onUndone }) {
  if (waiting.has(key)) return;
  let left = undoSeconds;
  const count = h('span', { class: 'count', 'aria-hidden': 'true' }, String(left));
  const end = () => {
    clearInterval(timer);
    waiting.delete(key);
    shown.remove();
  };
  const undo = () => {
    end();
    onUndone?.();
  };
  /** @param {boolean} keepalive */
  const run = (keepalive) => {
    end();
    act({ keepalive }).catch((error) => {
      noteFailure(error);
      onUndone?.();
    });
  };
  const shown = h(
    'div',
    { class: 'notice', 'data-tone': 'undo' },
    count,
    h('p', null, sentence),
    h('button', { type: 'button', class: 'button', onclick: undo }, words().shell.undo),
  );
  const timer = setInterval(() => {
    left -= 1;
    count.textContent = String(left);
    if (left <= 0) run(false);
  }, 1000);
  waiting.set(key, () => run(true));
  element('notices', HTMLDivElement).append(shown);
}

addEventListener('pagehide', () => {
  for (const run of [...waiting.values()]) run();
});
