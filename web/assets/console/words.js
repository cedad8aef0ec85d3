// @ts-check
/** The console's words in the language that is chosen. Another language is another folder in texts/ and a line here. */
import { language } from '../language.js';
import { en } from './texts/en.js';
import { hi } from './texts/hi.js';

const all = { en, hi };

/** Read it whenever words are shown, for the language changes. @returns {import('./texts/en.js').Words} */
export function words() {
  return all[language()];
}
