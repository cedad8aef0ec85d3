// @ts-check
/** The groups that a person belongs to. */
import { get, path, send } from '../api.js';
import { h } from '../dom.js';
import { noteFailure } from '../notices.js';
import { badge, card, select } from '../parts.js';
import { redraw } from '../router.js';
import { may } from '../session.js';
import { words } from '../words.js';

/** @param {import('../person-parts.js').Subject} subject @param {AbortSignal} signal */
export function groupsCard({ id, groups }, signal) {
  const { person } = words();
  const isAllowed = may('people:write');
  const section = card(
    person.groups,
    groups.length === 0 && h('p', { class: 'soft' }, person.noGroups),
    h(
      'div',
      { class: 'badges' },
      groups.map((group) => (isAllowed ? removable(id, group) : badge(group))),
    ),
  );
  if (isAllowed) void offerOthers(section, { id, groups, signal });
  return section;
}

/** @param {string} id @param {string} group */
function removable(id, group) {
  const remove = () =>
    send('DELETE', path`/v1/groups/${group}/members/${id}`)
      .then(redraw)
      .catch(noteFailure);
  const shown = badge(group);
  shown.classList.add('removable');
  shown.append(
    h('button', { type: 'button', 'aria-label': words().person.leaveGroup(group), onclick: remove }, '×'),
  );
  return shown;
}

/** @param {HTMLElement} section @param {{ id: string, groups: readonly string[], signal: AbortSignal }} how */
async function offerOthers(section, { id, groups, signal }) {
  // Where groups cannot be read, there is none to offer.
  const { items } = await get('/v1/groups', { query: { limit: 100 }, signal }).catch(() => ({ items: [] }));
  const others = /** @type {{ id: string }[]} */ (items).filter((one) => !groups.includes(one.id));
  if (others.length === 0 || signal.aborted) return;
  const box = select({
    name: 'group',
    options: [
      ['', words().person.joinGroup],
      ...others.map((one) => /** @type {const} */ ([one.id, one.id])),
    ],
    onchange: ({ target }) =>
      send('PUT', path`/v1/groups/${target.value}/members/${id}`)
        .then(redraw)
        .catch(noteFailure),
  });
  box.setAttribute('aria-label', words().person.joinGroup);
  section.append(box);
}
