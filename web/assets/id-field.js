// @ts-check
/** The id: typed, or sent by a hand scanner, which is a keyboard. Whatever is typed beside the field lands in it. */
import { element } from './element.js';
import { text } from './language.js';
import { place } from './place.js';

/**
 * @param {object} parts
 * @param {() => string} parts.hintWords
 * @param {() => void} parts.onEnter
 * @param {() => void} parts.onType
 */
export function createIdField({ hintWords, onEnter, onType }) {
  const field = element('id', HTMLInputElement);
  const hint = element('id-hint', HTMLParagraphElement);

  /** @param {string} words */
  function say(words) {
    // Setting the same words again would make a screen reader say them again.
    if (hint.textContent !== words) hint.textContent = words;
  }

  field.addEventListener('input', onType);
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    onEnter();
  });
  // What is typed beside the kiosk in somebody else's page is that page's.
  if (!place.isGuest) catchKeys();

  function catchKeys() {
    document.addEventListener('keydown', ({ target, key, ctrlKey, metaKey, altKey }) => {
      const types = key.length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
      if (target === document.body && types) field.focus();
    });
  }

  function focus() {
    if (!isBusyElsewhere()) field.focus();
  }

  return {
    value: () => field.value.trim(),
    /** @param {string} id */
    set: (id) => {
      field.value = id;
    },
    focus,
    /** What is kept is selected, so that the next scan replaces it. */
    select: () => field.select(),
    /** @param {boolean} busy a tablet would cover the page with its keyboard, were the field not read-only */
    lock: (busy) => {
      field.readOnly = busy;
    },
    complain: () => {
      say(text.idMissing);
      field.setAttribute('aria-invalid', 'true');
      focus();
    },
    /** Back to the ordinary hint. */
    calm: () => {
      say(hintWords());
      field.removeAttribute('aria-invalid');
    },
  };
}

/** Whether somebody types in another part of a page that embeds the kiosk: that is not to be interrupted. */
function isBusyElsewhere() {
  const { activeElement } = document;
  return place.isGuest && activeElement !== document.body && place.root.activeElement === null;
}
