// @ts-check
/** How people are shown wherever they are: a monogram, a name, a state, a photo. */
import { send, path } from './api.js';
import { h } from './dom.js';
import { badge } from './parts.js';
import { may } from './session.js';
import { words } from './words.js';

/**
 * @typedef {import('../../../client/src/schemas.generated.js').Subject} Subject
 * @typedef {import('../../../client/src/schemas.generated.js').Photo} Photo
 */

/** What a person is called, where the metadata say it. @param {Subject} subject */
export function nameOf({ metadata }) {
  const name = /** @type {Record<string, unknown>} */ (metadata)['name'];
  return typeof name === 'string' ? name : '';
}

/** @param {Subject} subject */
export function monogram(subject) {
  const name = nameOf(subject);
  const letters = name === '' ? lettersOf(subject.id) : initials(name);
  return h('span', { class: 'monogram', 'aria-hidden': 'true' }, letters);
}

/** Numbers differ at their end, names at their beginning. @param {string} id */
function lettersOf(id) {
  return /\d$/.test(id) ? id.slice(-2) : [...id].slice(0, 2).join('');
}

/** @param {Subject['state']} state */
export function stateBadge(state) {
  const tones = /** @type {const} */ ({ enrolled: 'good', awaitingPhoto: 'warn', locked: 'bad' });
  return badge(words().people.states[state], tones[state]);
}

/** The picture of a photo, once it is there; in words why there is none. @param {string} subjectId @param {Photo} photo @param {AbortSignal} signal */
export function picture(subjectId, photo, signal) {
  const place = h('div', { class: 'picture' });
  if (photo.kept === 'none') place.textContent = words().person.notKept;
  else if (!may('photos:read')) place.textContent = words().person.photosHidden;
  else {
    const alt = words().person.photoOf(subjectId);
    void fill(place, path`/v1/subjects/${subjectId}/photos/${photo.id}`, { alt, signal });
  }
  return place;
}

/** The face that is kept of a verdict, likewise. @param {string} eventId @param {AbortSignal} signal */
export function visitPicture(eventId, signal) {
  const place = h('div', { class: 'picture' });
  const alt = words().verdicts.visit;
  if (!may('photos:read')) place.textContent = words().person.photosHidden;
  else void fill(place, path`/v1/events/${eventId}/picture`, { alt, signal });
  return place;
}

/** @param {HTMLElement} place @param {string} address @param {{ alt: string, signal: AbortSignal }} how */
async function fill(place, address, { alt, signal }) {
  try {
    const blob = await (await send('GET', address, { signal })).blob();
    const url = URL.createObjectURL(blob);
    const image = h('img', { class: 'picture', src: url, alt });
    // The picture stays in memory for as long as it is seen, and no longer.
    image.onload = () => URL.revokeObjectURL(url);
    place.replaceWith(image);
  } catch (error) {
    if (!signal.aborted) place.textContent = error instanceof Error ? error.message : '';
  }
}

/** @param {string} name */
function initials(name) {
  const parts = name.trim().split(/\s+/);
  return [parts[0], parts.length > 1 ? parts.at(-1) : ''].map((part) => [...(part ?? '')][0] ?? '').join('');
}
