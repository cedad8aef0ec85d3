// @ts-check
/** What runs and how it is, looked at every few seconds while it is shown. */
import { get } from '../api.js';
import { h, replace } from '../dom.js';
import { clock, number } from '../format.js';
import { badge, card, facts, head, load } from '../parts.js';
import { words } from '../words.js';

/** @typedef {import('../../../../client/src/schemas.generated.js').System} System */

const paceMs = 5000;

/** @type {import('../sections.js').Section} */
export const systemSection = {
  id: 'system',
  scope: 'system:read',
  icon: 'M3 12h4l3-7 4 14 3-7h4',
  open: ({ view, signal }) => {
    const { system, sections } = words();
    const documents = h('a', { class: 'button', href: '/docs' }, system.documents);
    const results = h('div', { class: 'view-part' });
    view.append(head(sections.system, { about: system.about, actions: [documents] }), results);
    const fetching = () => get('/v1/system', { signal });
    void load(results, signal, fetching, (first) => {
      replace(results, ...cards(first));
      const timer = setInterval(() => {
        // While the service is away, the banner says so and the last figures stay.
        fetching().then(
          (next) => replace(results, ...cards(next)),
          () => undefined,
        );
      }, paceMs);
      signal.addEventListener('abort', () => clearInterval(timer));
    });
  },
};

/** @param {System} found */
function cards({ version, model, database, gallery, engine }) {
  const { system } = words();
  const isWell = gallery.filled && !engine.failing && engine.workersReady > 0;
  return [
    h(
      'p',
      { class: 'badges' },
      badge(isWell ? system.well : system.notReady, isWell ? 'good' : 'bad'),
      h('span', { class: 'soft' }, system.asOf(clock(new Date().toISOString()))),
    ),
    engine.failing && h('p', { class: 'problem' }, system.failing),
    !gallery.filled && h('p', { class: 'problem' }, system.filling),
    h(
      'div',
      { class: 'cards pair' },
      card(
        system.gallery,
        facts([
          [system.people, number(gallery.people)],
          [system.templates, number(gallery.templates)],
          [system.database, database],
          [system.version, version],
        ]),
      ),
      card(
        system.engine,
        facts([
          [system.workers, system.ready(number(engine.workersReady), number(engine.workers))],
          [system.running, number(engine.running)],
          [system.queued, number(engine.queued)],
          [system.restarts, number(engine.restarts)],
        ]),
      ),
      card(system.model, h('code', null, model), h('p', { class: 'hint' }, system.modelHint)),
    ),
  ];
}
