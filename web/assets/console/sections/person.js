// @ts-check
/** A person: their photos, what is noted of them, their groups and what happened, and erasing them. */
import { get, path, send } from '../api.js';
import { h } from '../dom.js';
import { askAndErase } from '../erasing.js';
import { dateTime } from '../format.js';
import { note, noteFailure } from '../notices.js';
import { button, head, load } from '../parts.js';
import { nameOf, stateBadge } from '../person-parts.js';
import { redraw, to } from '../router.js';
import { may } from '../session.js';
import { words } from '../words.js';
import { groupsCard } from './person-groups.js';
import { historyCard } from './person-history.js';
import { metadataCard } from './person-metadata.js';
import { photosCard } from './person-photos.js';

/** @param {import('../sections.js').Place} place @param {string} subjectId */
export function openPerson({ view, signal }, subjectId) {
  const fetching = () => get(path`/v1/subjects/${subjectId}`, { signal });
  void load(view, signal, fetching, (/** @type {import('../person-parts.js').Subject} */ subject) => {
    const { id, state, registeredAt } = subject;
    const name = nameOf(subject);
    const title = head(name === '' ? id : name, {
      back: { href: to('people'), text: words().sections.people },
      actions: actionsOf(subject),
    });
    title.firstElementChild?.append(
      h(
        'p',
        { class: 'badges' },
        name !== '' && h('strong', null, id),
        stateBadge(state),
        h('span', { class: 'soft' }, words().person.registered(dateTime(registeredAt))),
      ),
    );
    view.append(
      title,
      photosCard(subject, signal),
      h('div', { class: 'cards pair' }, metadataCard(subject, signal), groupsCard(subject, signal)),
    );
    if (may('events:read')) view.append(historyCard(id, signal));
    document.title = words().shell.pageTitle(id);
  });
}

/** @param {import('../person-parts.js').Subject} subject */
function actionsOf({ id, state }) {
  const { person } = words();
  const unlock = async () => {
    await send('POST', path`/v1/subjects/${id}/unlock`);
    note(person.unlocked(id));
    redraw();
  };
  return [
    state === 'locked' && may('attempts:unlock') && button(person.unlock, () => unlock().catch(noteFailure)),
    may('people:delete') && button(person.erase, () => void askAndErase(id), 'danger'),
  ];
}
