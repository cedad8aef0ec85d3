// @ts-check
/** The photos that a person is to be registered with, each with what is known of it. They are in this page alone until they are sent. */
import { element } from './element.js';
import { text } from './language.js';
import { hintOf } from './service.js';

/** Photos of a registration. */
export const places = 3;

/**
 * @typedef {'good' | 'bad' | 'unknown'} PhotoState
 * @typedef {{ photo: Blob, address: string, state: PhotoState, verdict: string }} TrayPhoto
 */

/** @param {() => void} onChange after a photo was removed by hand */
export function createTray(onChange) {
  const list = element('tray', HTMLOListElement);
  /** @type {TrayPhoto[]} */
  let photos = [];

  /** @param {TrayPhoto[]} kept */
  function keep(kept) {
    for (const one of photos) if (!kept.includes(one)) URL.revokeObjectURL(one.address);
    photos = kept;
    draw();
  }

  function draw() {
    const slots = Array.from({ length: places }, (_, index) => slotOf(index));
    list.replaceChildren(...slots);
  }

  /** @param {number} index */
  function slotOf(index) {
    const slot = document.createElement('li');
    const held = photos[index];
    slot.className = 'slot';
    slot.dataset.state = held?.state ?? (index === photos.length ? 'next' : 'empty');
    if (held === undefined) {
      slot.textContent = text.photoNumber(index + 1);
      return slot;
    }
    const picture = document.createElement('img');
    picture.src = held.address;
    picture.alt = text.photoNumber(index + 1);
    const verdict = document.createElement('span');
    verdict.className = 'verdict';
    verdict.textContent = held.verdict;
    verdict.hidden = held.verdict === '';
    const remove = document.createElement('button');
    remove.type = 'button';
    remove.textContent = '×';
    remove.setAttribute('aria-label', text.removePhoto(index + 1));
    remove.addEventListener('click', () => {
      keep(photos.filter((one) => one !== held));
      onChange();
    });
    slot.append(picture, verdict, remove);
    return slot;
  }

  return {
    draw,
    photos: () => photos.map(({ photo }) => photo),
    /** Those that were not refused. */
    usable: () => photos.filter(({ state }) => state !== 'bad').length,
    /** A refused photo makes room where there is none. @param {Blob} photo @param {PhotoState} state @param {string} verdict */
    add: (photo, state, verdict) => {
      const kept = photos.length < places ? photos : photos.filter((_, index) => index !== worst(photos));
      keep([...kept, { photo, address: URL.createObjectURL(photo), state, verdict }]);
    },
    /** Marks what became of each photo that was sent. @param {import('./service.js').Body} body */
    report: ({ photos: reports, findings }) => {
      for (const [index, one] of (reports ?? [{ accepted: false, findings }]).entries()) {
        const held = photos[index];
        if (held === undefined) continue;
        held.state = one.accepted ? 'good' : 'bad';
        held.verdict = one.findings?.[0] === undefined ? '' : hintOf(one.findings[0]);
      }
      draw();
    },
    dropRefused: () => keep(photos.filter(({ state }) => state !== 'bad')),
    clear: () => keep([]),
  };
}

/** The place of a refused photo, or of the oldest. @param {TrayPhoto[]} photos */
function worst(photos) {
  return Math.max(
    photos.findIndex(({ state }) => state === 'bad'),
    0,
  );
}
