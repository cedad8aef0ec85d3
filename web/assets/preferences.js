// @ts-check
/** What this device remembers: choices and, of a class list, who has had their turn. Never a photo, and never a key. */

/** @typedef {'language' | 'sound' | 'class-done'} PreferenceName */

/** @param {PreferenceName} name @returns {string | null} null where nothing was chosen, or the browser keeps nothing */
export function preference(name) {
  try {
    return localStorage.getItem(`facedesk-${name}`);
  } catch {
    return null;
  }
}

/** A browser that keeps nothing forgets the choice with the page. @param {PreferenceName} name @param {string} value */
export function prefer(name, value) {
  try {
    localStorage.setItem(`facedesk-${name}`, value);
  } catch {
    // Private windows and full disks: the choice holds until the page is closed.
  }
}
