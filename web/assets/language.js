// @ts-check
/** The language of the page: remembered, changed at a touch without losing anything, and put into the elements that name their texts. */
import { element } from './element.js';
import { place } from './place.js';
import { prefer, preference } from './preferences.js';
import { en } from './texts/en.js';
import { hi } from './texts/hi.js';

/** Another language is another line here. */
const languages = { en, hi };

/** @typedef {keyof typeof languages} Language */

/** @type {Language} */
let current = chosenLanguage();

/** The words of the current language; read it whenever words are shown, for it changes. @type {import('./texts/en.js').Texts} */
export let text = languages[current];

/** @type {Set<() => void>} */
const listeners = new Set();

/** @returns {Language} */
export function language() {
  return current;
}

/** Fills in the texts, makes the button change them, and calls `onChange` whenever what scripts have said is to be said anew. @param {() => void} onChange */
export function installLanguages(onChange) {
  listeners.add(onChange);
  place.life.addEventListener('abort', () => listeners.delete(onChange));
  const button = element('language', HTMLButtonElement);
  button.addEventListener('click', () => {
    const names = /** @type {Language[]} */ (Object.keys(languages));
    speak(names[(names.indexOf(current) + 1) % names.length] ?? 'en');
    prefer('language', current);
    fillTexts();
    for (const listener of listeners) listener();
  });
  fillTexts();
}

/** @param {Language} next */
function speak(next) {
  current = next;
  text = languages[next];
}

/** The language that a page around asks for, before anything is said; one that is not known here changes nothing. @param {string} wanted */
export function useLanguage(wanted) {
  if (Object.hasOwn(languages, wanted)) speak(/** @type {Language} */ (wanted));
}

/** What was chosen here, else what the browser asks for first. @returns {Language} */
function chosenLanguage() {
  const wanted = preference('language') ?? navigator.language.split('-')[0] ?? '';
  return Object.hasOwn(languages, wanted) ? /** @type {Language} */ (wanted) : 'en';
}

/** `data-text` is content, `data-label` is for screen readers, `data-alt` is on pictures. */
function fillTexts() {
  place.top.lang = current;
  for (const found of place.root.querySelectorAll('[data-text]'))
    found.textContent = wording(found, 'data-text');
  for (const found of place.root.querySelectorAll('[data-label]'))
    found.setAttribute('aria-label', wording(found, 'data-label'));
  for (const found of place.root.querySelectorAll('[data-alt]'))
    found.setAttribute('alt', wording(found, 'data-alt'));
}

/** @param {Element} found @param {string} attribute */
function wording(found, attribute) {
  const key = found.getAttribute(attribute);
  const words = text[/** @type {keyof typeof text} */ (key)];
  if (typeof words !== 'string') throw new Error(`no text is called ${key}`);
  return words;
}
