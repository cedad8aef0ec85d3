// @ts-check
/** The photos that a person is recognised by: seen, added and erased one by one. */
import { get, path, send, Failure } from '../api.js';
import { confirm } from '../dialogs.js';
import { h } from '../dom.js';
import { day, number } from '../format.js';
import { note, noteFailure } from '../notices.js';
import { button, card, load } from '../parts.js';
import { picture } from '../person-parts.js';
import { to } from '../router.js';
import { may } from '../session.js';
import { words } from '../words.js';

/**
 * @typedef {import('../person-parts.js').Photo} Photo
 * @typedef {import('../../../../client/src/schemas.generated.js').PhotoReport} PhotoReport
 * @typedef {import('../../../../client/src/schemas.generated.js').RefreshedTemplate} RefreshedTemplate
 */

/** @param {import('../person-parts.js').Subject} subject @param {AbortSignal} signal */
export function photosCard({ id }, signal) {
  const { person } = words();
  const list = h('div');
  const show = () =>
    load(
      list,
      signal,
      () => get(path`/v1/subjects/${id}/photos`, { signal }),
      (/** @type {{ items: Photo[], refreshed?: RefreshedTemplate[] }} */ { items, refreshed = [] }) => {
        if (items.length === 0) list.append(h('p', { class: 'soft' }, person.noPhotos));
        list.append(
          h(
            'ul',
            { class: 'photos' },
            items.map((photo) => photoItem(id, photo, { show, signal })),
          ),
        );
        if (refreshed.length > 0) list.append(refreshedList(refreshed));
      },
    );
  void show();
  const section = card(person.photos, list);
  if (may('people:write')) section.append(adding(id, show));
  return section;
}

/** @param {string} subjectId @param {Photo} photo @param {{ show: () => Promise<void>, signal: AbortSignal }} how */
function photoItem(subjectId, photo, { show, signal }) {
  const { person } = words();
  const quality = photo.quality === null ? person.notJudged : person.quality(number(photo.quality));
  const erase = async () => {
    const question = {
      title: person.erasePhotoTitle,
      body: person.erasePhotoBody,
      action: person.erasePhoto,
    };
    if (!(await confirm(question))) return;
    await send('DELETE', path`/v1/subjects/${subjectId}/photos/${photo.id}`);
    note(person.photoErased);
    await show();
  };
  return h(
    'li',
    { class: 'photo' },
    picture(subjectId, photo, signal),
    h('span', null, quality),
    h('span', { class: 'soft' }, person.enrolledOn(day(photo.addedAt))),
    h(
      'span',
      { class: 'soft' },
      person.sources[photo.source],
      photo.keyId !== undefined && ` (${photo.keyId})`,
    ),
    may('people:delete') && button(person.erasePhoto, () => erase().catch(noteFailure), 'quiet'),
  );
}

/** What visits have added: no picture, but where it comes from. @param {readonly RefreshedTemplate[]} refreshed */
function refreshedList(refreshed) {
  const { person } = words();
  const row = (/** @type {RefreshedTemplate} */ { addedAt, quality, state, eventId }) => {
    const said = person.refreshedOn(day(addedAt), number(quality));
    return h(
      'li',
      null,
      eventId === undefined ? said : h('a', { href: to('verdicts', eventId) }, said),
      state === 'proposed' && h('span', { class: 'soft' }, ` ${person.proposed}`),
    );
  };
  const list = h('ul', { class: 'added-rows' }, refreshed.map(row));
  return h('div', { class: 'added-by-visits' }, h('h3', null, person.refreshed), list);
}

/** @param {string} id @param {() => Promise<void>} show */
function adding(id, show) {
  const { person } = words();
  const said = h('ul', { class: 'hint', role: 'status' });
  const file = h('input', {
    type: 'file',
    accept: 'image/*',
    multiple: true,
    class: 'unseen',
    id: 'add-photos',
  });
  const add = h('label', { class: 'button', for: 'add-photos' }, person.addPhotos);
  file.addEventListener('change', async () => {
    const body = new FormData();
    for (const photo of file.files ?? []) body.append('photos', photo, 'photo');
    file.value = '';
    said.replaceChildren(h('li', null, person.adding));
    try {
      const response = await send('POST', path`/v1/subjects/${id}/photos`, { body });
      report(said, (await response.json()).photos);
      await show();
    } catch (error) {
      const photos = error instanceof Failure ? error.problem.photos : undefined;
      if (photos !== undefined) report(said, photos);
      else said.replaceChildren(h('li', { class: 'problem' }, error instanceof Error ? error.message : ''));
    }
  });
  return h('div', { class: 'actions' }, file, add, said);
}

/** What became of each photo. @param {HTMLElement} said @param {readonly PhotoReport[]} photos */
function report(said, photos) {
  const { person, failures } = words();
  const sentences = photos.map(({ index, accepted, code = '', findings = [] }) => {
    const why = findings.map(({ text }) => text).join(' ') || failures[code] || code;
    return accepted ? person.photoAdded(index + 1) : person.photoRefused(index + 1, why);
  });
  said.replaceChildren(...sentences.map((sentence) => h('li', null, sentence)));
}
