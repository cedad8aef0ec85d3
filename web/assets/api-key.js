// @ts-check
/** Keeps the API key for as long as the tab is open, and asks for it where the service wants one. */
import { element } from './element.js';
import { text } from './language.js';

const storageName = 'facedesk-api-key';

/** @returns {Record<string, string>} the headers that present the key, if there is one */
export function keyHeaders() {
  const key = sessionStorage.getItem(storageName);
  return key === null ? {} : { 'X-API-Key': key };
}

/** @returns {boolean} whether a key was given in this tab */
export function hasKey() {
  return sessionStorage.getItem(storageName) !== null;
}

/** Keeps a key that was given elsewhere than in the dialog. @param {string} key */
export function keepKey(key) {
  sessionStorage.setItem(storageName, key);
}

/** Nobody is signed in any more. */
export function forgetKey() {
  sessionStorage.removeItem(storageName);
}

/**
 * Asks once. Says so where a key was presented already, for then it was a wrong one.
 * @returns {Promise<boolean>} whether a key was given
 */
export function askForKey() {
  const dialog = element('key-dialog', HTMLDialogElement);
  const form = element('key-form', HTMLFormElement);
  const field = element('key', HTMLInputElement);
  const wasWrong = hasKey();
  element('key-reason', HTMLParagraphElement).textContent = wasWrong ? text.keyWrong : text.keyReason;
  element('key-cancel', HTMLButtonElement).onclick = () => dialog.close();
  sessionStorage.removeItem(storageName);

  return new Promise((resolve) => {
    form.onsubmit = () => sessionStorage.setItem(storageName, field.value.trim());
    dialog.onclose = () => {
      field.value = '';
      resolve(hasKey());
    };
    dialog.showModal();
  });
}
