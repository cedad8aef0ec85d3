// @ts-check
/** An import: how far it is, looked at while it runs, what came of it, and what became of each photo. */
import { get, path, send } from '../api.js';
import { meters } from '../charts/meters.js';
import { confirm } from '../dialogs.js';
import { h, replace } from '../dom.js';
import { dateTime, number } from '../format.js';
import { noteFailure } from '../notices.js';
import { badge, button, card, facts, head, load } from '../parts.js';
import { to } from '../router.js';
import { importState } from '../import-state.js';
import { words } from '../words.js';

/**
 * @typedef {import('../import-state.js').Import} Import
 * @typedef {import('../../../../client/src/schemas.generated.js').ImportRow} ImportRow
 */

/** Milliseconds between looks while it has not ended. */
const paceMs = 2000;

/** @param {import('../sections.js').Place} place @param {string} importId */
export function openImport({ view, signal }, importId) {
  const address = path`/v1/imports/${importId}`;
  /** @returns {Promise<Import>} */
  const fetching = () => get(address, { signal });
  void load(view, signal, fetching, (first) => {
    show(view, first, signal);
    if (first.endedAt !== null) return;
    const timer = setInterval(() => {
      fetching().then(
        (found) => {
          if (found.endedAt !== null) clearInterval(timer);
          show(view, found, signal);
        },
        // While the service is away, the banner says so and the last figures stay.
        () => undefined,
      );
    }, paceMs);
    signal.addEventListener('abort', () => clearInterval(timer));
  });
}

/** @param {HTMLElement} view @param {Import} found @param {AbortSignal} signal */
function show(view, found, signal) {
  const { imports, sections, failures } = words();
  const { id, mode, createdAt, endedAt, progress, summary, problem } = found;
  const cancel = async () => {
    const question = { title: imports.cancelTitle, body: imports.cancelBody, action: imports.cancel };
    if (await confirm(question)) await send('DELETE', path`/v1/imports/${id}`);
  };
  const title = head(dateTime(createdAt), {
    back: { href: to('imports'), text: sections.imports },
    about: imports.modes[mode],
    actions: [endedAt === null && button(imports.cancel, () => cancel().catch(noteFailure), 'danger')],
  });
  const bar = h('progress', {
    max: Math.max(progress.photos, 1),
    value: progress.done,
    'aria-label': imports.rows,
  });
  const { secondsLeft, photosPerMinute } = progress;
  const said = [
    imports.progress(number(progress.done), number(progress.photos)),
    endedAt === null && photosPerMinute > 0 ? imports.rate(number(photosPerMinute)) : '',
    endedAt === null && secondsLeft !== null ? imports.left(minutes(secondsLeft)) : '',
  ];
  replace(
    view,
    title,
    h(
      'section',
      { class: 'card' },
      h(
        'p',
        { class: 'badges' },
        importState(found),
        h('span', { class: 'soft' }, said.filter((one) => one !== '').join(' · ')),
      ),
      bar,
      found.stalled && h('p', { class: 'problem' }, imports.stalledBody),
      problem !== null && h('p', { class: 'problem' }, failures[problem] ?? problem),
    ),
    summary !== null && summaryCard(summary, mode),
    endedAt !== null && rowsCard(id, signal),
  );
}

/** @param {NonNullable<Import['summary']>} summary @param {Import['mode']} mode */
function summaryCard({ people, enrolled, alreadyEnrolled, leftOut, sameFacePairs, outcomes }, mode) {
  const { imports } = words();
  const counts = Object.entries(outcomes)
    .sort(([, one], [, other]) => other - one)
    .map(([outcome, count]) => ({ text: outcomeText(outcome), count }));
  return card(
    imports.summary,
    facts([
      [imports.people, number(people)],
      [outcomeText(mode === 'look' ? 'would_enrol' : 'enrolled'), number(enrolled)],
      [imports.alreadyEnrolled, number(alreadyEnrolled)],
      [imports.leftOut, number(leftOut)],
      [imports.sameFacePairs, number(sameFacePairs)],
    ]),
    meters(counts),
  );
}

/** @param {string} id @param {AbortSignal} signal */
function rowsCard(id, signal) {
  const { imports, shell } = words();
  const list = h('ul', { class: 'plain-rows' });
  /** @type {string | null} */
  let cursor = null;
  const fetchPage = () =>
    get(path`/v1/imports/${id}/rows`, {
      query: { limit: 100, ...(cursor === null ? {} : { cursor }) },
      signal,
    });
  const more = button(shell.more, () => fetchPage().then(add).catch(noteFailure));
  const add = (/** @type {{ items: ImportRow[], nextCursor: string | null }} */ { items, nextCursor }) => {
    cursor = nextCursor;
    more.hidden = nextCursor === null;
    list.append(...items.map((row) => h('li', null, reportRow(row))));
  };
  const place = h('div');
  void load(place, signal, fetchPage, (first) => {
    place.append(list, more);
    add(first);
  });
  return card(imports.rows, place);
}

/** @param {ImportRow} row */
function reportRow({ id, photo, outcome, sameFaceAs }) {
  const isSomebody = id !== null && ['enrolled', 'already_enrolled'].includes(outcome);
  const isGood = ['enrolled', 'would_enrol', 'already_enrolled', 'same_person'].includes(outcome);
  return h(
    'div',
    { class: 'row' },
    h(
      'div',
      { class: 'grow' },
      h('p', { class: 'strong' }, isSomebody ? h('a', { href: to('people', id) }, id) : (id ?? photo)),
      h('p', { class: 'soft' }, [photo, ...sameFaceAs].join(' · ')),
    ),
    badge(outcomeText(outcome), isGood ? 'good' : 'warn'),
  );
}

/** @param {string} outcome */
function outcomeText(outcome) {
  return words().imports.outcomes[outcome] ?? words().events.photoProblems[outcome] ?? outcome;
}

/** @param {number} seconds */
function minutes(seconds) {
  return words().imports.minutes(number(Math.max(1, Math.round(seconds / 60))));
}
