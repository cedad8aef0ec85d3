// @ts-check
/** Verdicts as they are made, the newest at the top, and those of before; each leads to its own page. */
import { get } from '../api.js';
import { h } from '../dom.js';
import { eventRow, toneOf } from '../event-rows.js';
import { watchEvents } from '../event-stream.js';
import { noteFailure } from '../notices.js';
import { badge, button, head, load, segments } from '../parts.js';
import { noteQuery } from '../router.js';
import { words } from '../words.js';
import { openVerdict } from './verdict.js';

/** @typedef {import('../event-rows.js').Event} Event */

const kinds = ['verification.decided', 'identification.decided', 'photo.refused'];
const pageLength = 50;
/** Rows that a page that is open all day holds at most; older ones are behind "Earlier". */
const mostRows = 500;
const tones = /** @type {const} */ (['all', 'good', 'bad', 'warn']);

/** @type {import('../sections.js').Section} */
export const verdictsSection = {
  id: 'verdicts',
  scope: 'events:read',
  icon: 'M4 12.5l5 5L20 6.5',
  open: (place) => {
    const [eventId] = place.rest;
    if (eventId === undefined) openFeed(place);
    else openVerdict(place, eventId);
  },
};

/** @param {import('../sections.js').Place} place */
function openFeed({ view, query, signal }) {
  const { verdicts, sections, shell } = words();
  const list = h('ul', { class: 'rows feed', 'data-only': query.get('only') ?? 'all' });
  const state = badge(verdicts.connecting);
  state.setAttribute('role', 'status');
  const nothing = h('p', { class: 'empty' }, verdicts.waiting);
  /** @type {string | null} */
  let cursor = null;
  /** @returns {Promise<import('../../../../client/src/schemas.generated.js').EventPage>} */
  const fetchPage = () =>
    get('/v1/events', {
      query: { kind: kinds, limit: pageLength, ...(cursor === null ? {} : { cursor }) },
      signal,
    });
  const showEarlier = async () => {
    const page = await fetchPage();
    cursor = page.nextCursor;
    earlier.hidden = cursor === null;
    list.append(...page.items.map((event) => item(event)));
  };
  const earlier = button(shell.earlier, () => showEarlier().catch(noteFailure));
  const choice = segments(
    verdicts.show,
    tones.map((tone) => /** @type {const} */ ([tone, verdicts.only[tone]])),
    {
      value: list.dataset['only'] ?? 'all',
      onChange: (only) => {
        list.dataset['only'] = only;
        noteQuery({ only: only === 'all' ? '' : only });
      },
    },
  );
  view.append(head(sections.verdicts, { about: verdicts.about, actions: [state] }), choice);
  const results = h('div', { class: 'view-part' });
  view.append(results);
  void load(results, signal, fetchPage, (first) => {
    cursor = first.nextCursor;
    earlier.hidden = cursor === null;
    nothing.hidden = first.items.length > 0;
    list.append(...first.items.map((event) => item(event)));
    results.append(nothing, list, earlier);
    void watchEvents({
      kinds,
      after: first.items[0]?.id,
      signal,
      onState: (now) => {
        state.dataset['tone'] = now === 'live' ? 'good' : 'warn';
        state.replaceChildren(
          h('span', { class: 'live-dot' }),
          now === 'live' ? verdicts.live : verdicts.broken,
        );
      },
      onEvent: (event) => {
        nothing.hidden = true;
        list.prepend(item(event, 'new'));
        while (list.childElementCount > mostRows) list.lastElementChild?.remove();
      },
    });
  });
}

/** @param {Event} event @param {'new'} [look] */
function item(event, look) {
  return h('li', { class: look, 'data-tone': toneOf(event) }, eventRow(event));
}
