// @ts-check
/** People who may be enrolled twice, or who look alike: their photos side by side, and what somebody who looks finds. */
import { get, path, send } from '../api.js';
import { ask } from '../dialogs.js';
import { h } from '../dom.js';
import { eraseUnlessUndone, isBeingErased } from '../erasing.js';
import { number } from '../format.js';
import { doUnlessUndone, isWaiting } from '../notices.js';
import { badge, button, empty, head, load, segments } from '../parts.js';
import { picture } from '../person-parts.js';
import { redraw, to } from '../router.js';
import { may } from '../session.js';
import { words } from '../words.js';

/** @typedef {import('../../../../client/src/schemas.generated.js').AlikePeople} Pair */

const kinds = /** @type {const} */ (['all', 'duplicate', 'lookalike']);

/** @type {import('../sections.js').Section} */
export const reviewSection = {
  id: 'review',
  scope: 'duplicates:review',
  icon: 'M8.5 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6M15.5 11a3 3 0 1 0 0-6M2.5 19c.3-3.2 2.7-5 6-5s5.7 1.8 6 5M17 14.3c2.5.4 4.200 2 4.5 4.7',
  open: ({ view, signal }) => {
    const { review, sections } = words();
    const results = h('div', { class: 'cards pairs', 'data-only': 'all' });
    const choice = segments(
      review.show,
      kinds.map((kind) => /** @type {const} */ ([kind, review.only[kind]])),
      { value: 'all', onChange: (kind) => (results.dataset['only'] = kind) },
    );
    const total = h('p', { class: 'soft', role: 'status' });
    view.append(head(sections.review, { about: review.about }), choice, total, results);
    void load(
      results,
      signal,
      () => get('/v1/duplicates', { signal }),
      ({ items, total: all }) => {
        const left = /** @type {Pair[]} */ (items).filter(
          ({ subjects }) => !isWaiting(keyOf(subjects)) && !subjects.some(isBeingErased),
        );
        if (left.length === 0) results.append(empty(review.none));
        else total.textContent = review.total(number(left.length), number(all));
        results.append(...left.map((pair) => pairCard(pair, signal)));
      },
    );
  },
};

/** @param {Pair} pair @param {AbortSignal} signal */
function pairCard({ subjects, kind }, signal) {
  const { review } = words();
  const places = subjects.map(() => h('div', { class: 'picture' }));
  const figures = subjects.map((id, at) =>
    h('figure', null, places[at], h('figcaption', null, h('a', { href: to('people', id) }, id))),
  );
  const hint = h('span', { class: 'soft' }, review.kindHints[kind]);
  /** @type {HTMLElement} */
  const section = h(
    'section',
    { class: 'card', 'data-kind': kind, 'aria-label': subjects.join(' · ') },
    h('div', { class: 'badges' }, badge(review.kinds[kind], kind === 'duplicate' ? 'warn' : 'plain'), hint),
    h('div', { class: 'side-by-side' }, figures),
    h(
      'div',
      { class: 'actions' },
      button(review.notSame, () => settle(subjects, section)),
      may('people:delete') && button(review.same, () => chooseWhoStays(subjects, section), 'danger'),
    ),
  );
  whenSeen(section, signal, () => subjects.forEach((id, at) => void showPhoto(places[at], { id, signal })));
  return section;
}

/** The service hears of it when the time to take it back is over. @param {readonly string[]} subjects @param {HTMLElement} section */
function settle(subjects, section) {
  section.remove();
  doUnlessUndone({
    key: keyOf(subjects),
    sentence: words().review.settling(subjects.join(' · ')),
    act: async (how) => {
      await send('POST', '/v1/duplicates/settlements', {
        body: { subjects, verdict: 'notSamePerson' },
        ...how,
      });
    },
    onUndone: redraw,
  });
}

/** One person under two ids keeps one of them. @param {readonly string[]} subjects @param {HTMLElement} section */
function chooseWhoStays(subjects, section) {
  const { review } = words();
  const choices = subjects.map((id) =>
    h(
      'label',
      { class: 'check' },
      h('input', { type: 'radio', name: 'gone', value: id, required: true }),
      id,
    ),
  );
  ask({
    title: review.sameTitle,
    fields: [h('p', null, review.sameBody), h('fieldset', null, h('legend', null, review.whoGoes), choices)],
    action: review.erase,
    submit: async (values) => {
      section.remove();
      eraseUnlessUndone(String(values.get('gone')));
    },
  });
}

/** @param {HTMLElement | undefined} place @param {{ id: string, signal: AbortSignal }} whose */
async function showPhoto(place, { id, signal }) {
  if (place === undefined) return;
  try {
    const { items } = await get(path`/v1/subjects/${id}/photos`, { signal });
    if (items[0] === undefined) place.textContent = words().person.noPhotos;
    else place.replaceWith(picture(id, items[0], signal));
  } catch (error) {
    if (!signal.aborted) place.textContent = error instanceof Error ? error.message : '';
  }
}

/** Photos of a hundred pairs are fetched as they come into sight. @param {HTMLElement} element @param {AbortSignal} signal @param {() => void} act */
function whenSeen(element, signal, act) {
  const observer = new IntersectionObserver(
    ([entry]) => {
      if (entry?.isIntersecting !== true) return;
      observer.disconnect();
      act();
    },
    { rootMargin: '300px' },
  );
  observer.observe(element);
  signal.addEventListener('abort', () => observer.disconnect());
}

/** @param {readonly string[]} subjects */
function keyOf(subjects) {
  return `pair ${subjects.join(' ')}`;
}
