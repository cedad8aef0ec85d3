// @ts-check
/** Everybody who is registered, searched by the beginning of an id, by metadata, state and group; and the way to each. */
import { get } from '../api.js';
import { h } from '../dom.js';
import { day, number } from '../format.js';
import { isBeingErased } from '../erasing.js';
import { badge, empty, field, head, load, select } from '../parts.js';
import { monogram, nameOf, stateBadge } from '../person-parts.js';
import { noteQuery, to } from '../router.js';
import { may } from '../session.js';
import { createWindowList } from '../window-list.js';
import { words } from '../words.js';
import { openPerson } from './person.js';

/**
 * @typedef {import('../person-parts.js').Subject} Subject
 * @typedef {{ search: string, state: string, group: string }} Filter
 */

/** Milliseconds after the last key until a search begins. */
const typingMs = 250;
const pageLength = 100;

/** @type {import('../sections.js').Section} */
export const peopleSection = {
  id: 'people',
  scope: 'people:read',
  icon: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 20c.4-3.6 3-5.5 6.5-5.5s6.1 1.9 6.5 5.5M16 4.5a3.3 3.3 0 0 1 0 6.3M18 14.9c2 .7 3.2 2.5 3.5 5.1',
  open: (place) => {
    const [subjectId] = place.rest;
    if (subjectId === undefined) openList(place);
    else openPerson(place, subjectId);
  },
};

/** @param {import('../sections.js').Place} place */
function openList({ view, query, signal }) {
  const { people, sections } = words();
  const count = h('p', { class: 'soft', role: 'status' });
  const register =
    may('people:write') && h('a', { class: 'button primary', href: '/registerPage/' }, people.register);
  const title = head(sections.people, { actions: [register] });
  title.firstElementChild?.append(count);
  const results = h('div', { class: 'view-part' });
  /** @type {Filter} */
  const filter = {
    search: query.get('search') ?? '',
    state: query.get('state') ?? '',
    group: query.get('group') ?? '',
  };
  let searching = new AbortController();
  const search = () => {
    searching.abort();
    searching = new AbortController();
    noteQuery(filter);
    showResults(results, { filter, count, signal: AbortSignal.any([signal, searching.signal]) });
  };
  view.append(title, filters(filter, search, signal), results);
  search();
}

/** @param {Filter} filter changed by what is chosen @param {() => void} search @param {AbortSignal} signal */
function filters(filter, search, signal) {
  const { people } = words();
  let typing = 0;
  const box = h('input', {
    type: 'search',
    autocomplete: 'off',
    spellcheck: false,
    oninput: () => {
      clearTimeout(typing);
      filter.search = box.value;
      typing = setTimeout(search, typingMs);
    },
  });
  box.value = filter.search;
  signal.addEventListener('abort', () => clearTimeout(typing));
  const states = /** @type {const} */ (['enrolled', 'awaitingPhoto', 'locked']);
  const state = select({
    name: 'state',
    value: filter.state,
    options: [
      ['', people.anyState],
      ...states.map((one) => /** @type {const} */ ([one, people.states[one]])),
    ],
    onchange: ({ target }) => {
      filter.state = target.value;
      search();
    },
  });
  const group = select({
    name: 'group',
    value: filter.group,
    options: [['', people.anyGroup]],
    onchange: ({ target }) => {
      filter.group = target.value;
      search();
    },
  });
  void addGroups(group, filter.group, signal);
  const found = field(people.search, box, people.searchHint);
  found.classList.add('broad');
  return h(
    'div',
    { class: 'filters', role: 'search' },
    found,
    field(people.state, state),
    field(people.group, group),
  );
}

/** @param {HTMLSelectElement} select @param {string} chosen @param {AbortSignal} signal */
async function addGroups(select, chosen, signal) {
  // Without groups there is nothing to choose; the list itself says what is wrong with the service.
  const { items } = await get('/v1/groups', { query: { limit: 100 }, signal }).catch(() => ({ items: [] }));
  for (const { id } of items) select.append(h('option', { value: id, selected: id === chosen }, id));
}

/** @param {HTMLElement} results @param {{ filter: Filter, count: HTMLElement, signal: AbortSignal }} how */
function showResults(results, { filter, count, signal }) {
  const { people } = words();
  count.textContent = '';
  /** @type {string | null} */
  let cursor = null;
  const fetchMore = async () => {
    const query = { ...queryOf(filter), limit: pageLength, ...(cursor === null ? {} : { cursor }) };
    const page = await get('/v1/subjects', { query, signal });
    cursor = page.nextCursor;
    const items = /** @type {Subject[]} */ (page.items).filter(({ id }) => !isBeingErased(id));
    return { items, more: cursor !== null };
  };
  void load(results, signal, fetchMore, (first) => {
    if (first.items.length === 0) {
      const isFiltered = filter.search !== '' || filter.state !== '' || filter.group !== '';
      results.append(empty(isFiltered ? people.nobodyFound : people.nobody));
      return;
    }
    /** @type {typeof first | null} */
    let known = first;
    const list = createWindowList({
      render: row,
      fetchMore: async () => {
        const page = known ?? (await fetchMore());
        known = null;
        return page;
      },
      onFailed: (error) => results.append(empty(error instanceof Error ? error.message : String(error))),
      onCount: (length, complete) => (count.textContent = people.count(number(length), complete)),
      signal,
    });
    results.append(list.element);
  });
}

/** `department:chemistry` is of metadata, everything else the beginning of an id. @param {Filter} filter */
function queryOf({ search, state, group }) {
  const text = search.trim();
  const isMember = /^[^:]{1,64}:./.test(text);
  return {
    ...(text !== '' && (isMember ? { metadata: text.replace(/:\s+/, ':') } : { idPrefix: text })),
    ...(state !== '' && { state }),
    ...(group !== '' && { group }),
  };
}

/** @param {Subject} subject */
function row(subject) {
  const { id, state, groups, registeredAt } = subject;
  return h(
    'a',
    { class: 'row', href: to('people', id) },
    monogram(subject),
    h(
      'span',
      { class: 'grow' },
      h('span', { class: 'strong one-line' }, id),
      h('span', { class: 'soft one-line' }, nameOf(subject)),
    ),
    h(
      'span',
      { class: 'badges wide-only' },
      groups.slice(0, 2).map((group) => badge(group)),
    ),
    stateBadge(state),
    h('span', { class: 'side-note wide-only' }, day(registeredAt)),
  );
}
