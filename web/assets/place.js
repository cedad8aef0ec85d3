// @ts-check
/**
 * Where the scripts find their elements and their service: in the page itself, or, embedded in a page of somebody else's, in a shadow
 * root. There is one at a time, as there is one camera and one person before it.
 */

/**
 * @typedef {object} Place
 * @property {Document | ShadowRoot} root holds the elements
 * @property {HTMLElement} top fills the screen, and has the language
 * @property {string} service where the service is: '' for where the page came from, else an origin
 * @property {boolean} isGuest the page around it is somebody else's
 * @property {AbortSignal} life ends when it is taken out of the page; then nothing listens, waits or films any more
 */

/** Read it whenever it is needed, for an embedded kiosk changes it. @type {Place} */
export let place = {
  root: document,
  top: document.documentElement,
  service: '',
  isGuest: false,
  life: new AbortController().signal,
};

/** Before anything is created that looks for its elements. @param {Place} next */
export function settle(next) {
  place = next;
}
