// @ts-check
/** That the person agrees: a box to be ticked for each of them, and what is noted of it with the registration. */
import { element } from './element.js';
import { language, text } from './language.js';

/** Of the text in texts/*.js under consentText; whoever changes the text counts it up. */
const consentVersion = '1';

/** @param {{ onChange: () => void }} options */
export function createConsent({ onChange }) {
  const box = element('consent', HTMLInputElement);
  let givenAt = '';

  box.addEventListener('change', () => {
    givenAt = new Date().toISOString();
    box.removeAttribute('aria-invalid');
    onChange();
  });

  return {
    isGiven: () => box.checked,
    /** What is kept with the person. */
    record: () => ({ version: consentVersion, language: language(), at: givenAt }),
    withdraw: () => {
      box.checked = false;
      box.removeAttribute('aria-invalid');
    },
    /** Asks for it. @returns {string} the words */
    complain: () => {
      box.setAttribute('aria-invalid', 'true');
      box.focus();
      return text.consentMissing;
    },
  };
}
