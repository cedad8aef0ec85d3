// @ts-check
/** Keeps the API key for as long as the tab is open, and asks for it where the service wants one. */
import { element } from './element.js';
import { text } from './language.js';
import { place } from './place.js';

const storageName = 'facedesk-api-key';

/** In a page that embeds the kiosk: never put into that page's own storage. @type {string | null} */
let guestKey = null;

/** Whether that page brought it, so that nobody before the camera can put it right. */
let isBrought = false;

/** Takes the key of the page around; null where that has none, and who is there is asked. @param {string | null} key */
export function presentKey(key) {
  guestKey = key;
  isBrought = key !== null;
}

function keptKey() {
  return place.isGuest ? guestKey : sessionStorage.getItem(storageName);
}

/** @param {string | null} key */
function keep(key) {
  if (place.isGuest) guestKey = key;
  else if (key === null) sessionStorage.removeItem(storageName);
  else sessionStorage.setItem(storageName, key);
}

/** @returns {Record<string, string>} the headers that present the key, if there is one */
export function keyHeaders() {
  const key = keptKey();
  return key === null ? {} : { 'X-API-Key': key };
}

/** @returns {boolean} whether a key was given in this tab */
export function hasKey() {
  return keptKey() !== null;
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
export async function askForKey() {
  if (place.isGuest && isBrought) return false;
  const dialog = element('key-dialog', HTMLDialogElement);
  const form = element('key-form', HTMLFormElement);
  const field = element('key', HTMLInputElement);
  const wasWrong = hasKey();
  element('key-reason', HTMLParagraphElement).textContent = wasWrong ? text.keyWrong : text.keyReason;
  element('key-cancel', HTMLButtonElement).onclick = () => dialog.close();
  keep(null);

  return new Promise((resolve) => {
    form.onsubmit = () => keep(field.value.trim());
    dialog.onclose = () => {
      field.value = '';
      resolve(hasKey());
    };
    dialog.showModal();
  });
}
