// @ts-check
/** What runs and how it is, looked at every few seconds while it is shown. */
import { get } from '../api.js';
import { h, replace } from '../dom.js';
import { ago, clock, dateTime, number, size } from '../format.js';
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

/** A disk with less than this share free is said to be nearly full. */
const lowShare = 0.05;

/** @param {System} found */
function cards({ version, model, database, gallery, engine, health }) {
  const { system, health: said } = words();
  const isDatabaseWell = health.databaseMs !== null;
  const isEngineWell = !engine.failing && engine.workersReady > 0;
  const isWell = gallery.filled && isEngineWell && isDatabaseWell;
  const { disk, memory } = health;
  // Told with each picture, so nothing is known before the first.
  const { engineBytes, serviceBytes } = memory;
  return [
    h(
      'p',
      { class: 'badges' },
      badge(isWell ? system.well : system.notReady, isWell ? 'good' : 'bad'),
      h('span', { class: 'soft' }, system.asOf(clock(new Date().toISOString()))),
    ),
    engine.failing && h('p', { class: 'problem' }, system.failing),
    !gallery.filled && h('p', { class: 'problem' }, system.filling),
    disk !== null &&
      disk.freeBytes < disk.totalBytes * lowShare &&
      h('p', { class: 'problem' }, said.diskLow),
    card(
      said.title,
      h(
        'p',
        { class: 'badges' },
        check(said.checks.store, isDatabaseWell),
        check(said.checks.vision, isEngineWell),
        check(said.checks.gallery, gallery.filled),
      ),
      facts([
        [said.started, h('span', { title: dateTime(health.startedAt) }, ago(health.startedAt))],
        [system.database, database],
        [
          said.database,
          health.databaseMs === null ? said.noAnswer : said.milliseconds(number(health.databaseMs, 1)),
        ],
        [said.disk, disk === null ? said.unknown : said.free(size(disk.freeBytes), size(disk.totalBytes))],
        [said.memory, size(serviceBytes)],
        [system.version, version],
        [said.runtime, health.runtime],
      ]),
    ),
    h(
      'div',
      { class: 'cards pair even' },
      card(
        system.gallery,
        facts([
          [system.people, number(gallery.people)],
          [said.lag, health.galleryLag === null ? said.unknown : number(health.galleryLag)],
        ]),
      ),
      card(
        system.engine,
        facts([
          [system.workers, system.ready(number(engine.workersReady), number(engine.workers))],
          [system.running, number(engine.running)],
          [system.queued, number(engine.queued)],
          [system.restarts, number(engine.restarts)],
          [said.engineMemory, engineBytes === 0 ? said.unknown : size(engineBytes)],
        ]),
        h('p', { class: 'hint' }, `${system.model}: `, h('code', null, model)),
      ),
    ),
  ];
}

/** @param {string} part @param {boolean} isWell */
function check(part, isWell) {
  const { health } = words();
  return badge(`${part}: ${isWell ? health.ok : health.failed}`, isWell ? 'good' : 'bad');
}
