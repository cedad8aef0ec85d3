// @ts-check
/** An event as a row: a sign for how it went, whom it is about, what happened, when and by which key. */
import { h, icon } from './dom.js';
import { ago, clock, dateTime } from './format.js';
import { to } from './router.js';
import { words } from './words.js';

/** @typedef {import('../../../client/src/schemas.generated.js').Event} Event */

/** @type {Record<string, string>} */
const signs = {
  good: 'M6 12.5l4 4L18 8',
  bad: 'M7.5 7.5l9 9M16.5 7.5l-9 9',
  warn: 'M12 7v6M12 16.5v.1',
  plain: 'M12 12v.1M8 12v.1M16 12v.1',
};

/** @param {Event} event @returns {'good' | 'bad' | 'warn' | 'plain'} */
export function toneOf({ kind, outcome }) {
  if (kind === 'photo.refused') return 'warn';
  if (outcome === 'match') return 'good';
  if (outcome === 'nonMatch') return 'bad';
  return outcome === 'uncertain' ? 'warn' : 'plain';
}

/** @param {Event} event */
export function mark(event) {
  const tone = toneOf(event);
  return h('span', { class: 'mark', 'data-tone': tone }, icon(signs[tone] ?? ''));
}

/** What happened, in a few words. @param {Event} event */
export function titleOf({ kind, outcome }) {
  const { events } = words();
  const isVerdict = kind === 'verification.decided' || kind === 'identification.decided';
  return isVerdict && outcome !== undefined
    ? (events.outcomes[outcome] ?? kind)
    : (events.kinds[kind] ?? kind);
}

/** Why, where it is said. @param {Event} event */
export function reasonOf({ reason, kind }) {
  if (reason === undefined) return '';
  if (kind === 'photo.refused')
    return words().failures[reason] ?? words().events.photoProblems[reason] ?? reason;
  return words().events.reasons[reason] ?? reason;
}

/** Whether there is a page about it. @param {Event} event */
function isVerdict({ kind }) {
  return (
    kind === 'verification.decided' || kind === 'identification.decided' || kind === 'comparison.decided'
  );
}

/** @param {Event} event @param {'withPerson' | 'withoutPerson'} [look] */
export function eventRow(event, look = 'withPerson') {
  const who = event.subject?.id ?? (isVerdict(event) ? words().events.nobody : '');
  const title = titleOf(event);
  const content = [
    mark(event),
    h(
      'span',
      { class: 'grow' },
      look === 'withPerson' && who !== ''
        ? [
            h('span', { class: 'strong' }, who),
            h('span', { class: 'soft' }, joined([title, reasonOf(event)])),
          ]
        : [h('span', { class: 'strong' }, title), h('span', { class: 'soft' }, reasonOf(event))],
    ),
    event.feedback &&
      h(
        'span',
        { class: 'badge', 'data-tone': event.feedback.correct ? 'good' : 'bad' },
        words().events.reviewed[event.feedback.correct ? 'right' : 'wrong'],
      ),
    event.keyId !== undefined && h('span', { class: 'side-note wide-only code' }, event.keyId),
    h(
      'time',
      { class: 'side-note', datetime: event.at, title: `${dateTime(event.at)} · ${ago(event.at)}` },
      clock(event.at),
    ),
  ];
  return isVerdict(event)
    ? h('a', { class: 'row', href: to('verdicts', event.id) }, ...content)
    : h('div', { class: 'row' }, ...content);
}

/** @param {string[]} parts */
function joined(parts) {
  return parts.filter((part) => part !== '').join(' · ');
}
