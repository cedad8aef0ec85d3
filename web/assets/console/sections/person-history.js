// @ts-check
/** What happened to a person: verdicts, changes, further photos; newest first. */
import { get } from '../api.js';
import { h } from '../dom.js';
import { eventRow } from '../event-rows.js';
import { noteFailure } from '../notices.js';
import { button, card, load } from '../parts.js';
import { words } from '../words.js';

/** @typedef {import('../../../../client/src/schemas.generated.js').EventPage} EventPage */

/** @param {string} subject @param {AbortSignal} signal */
export function historyCard(subject, signal) {
  const { person, shell } = words();
  const list = h('ul', { class: 'plain-rows' });
  /** @type {string | null} */
  let cursor = null;
  /** @returns {Promise<EventPage>} */
  const fetchPage = () =>
    get('/v1/events', { query: { subject, limit: 25, ...(cursor === null ? {} : { cursor }) }, signal });
  const earlier = button(shell.more, () => fetchPage().then(add).catch(noteFailure));
  /** @param {EventPage} page */
  const add = ({ items, nextCursor }) => {
    cursor = nextCursor;
    earlier.hidden = nextCursor === null;
    list.append(...items.map((event) => h('li', null, eventRow(event, 'withoutPerson'))));
  };
  const place = h('div');
  void load(place, signal, fetchPage, (first) => {
    add(first);
    if (first.items.length === 0) place.append(h('p', { class: 'soft' }, person.nothingHappened));
    else place.append(list, earlier);
  });
  return card(person.history, place);
}
