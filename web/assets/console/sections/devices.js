// @ts-check
/** The places where pictures are taken, one for each key, the ones that need somebody first. */
import { get } from '../api.js';
import { h } from '../dom.js';
import { ago, day, number, percent } from '../format.js';
import { badge, empty, facts, head, load } from '../parts.js';
import { words } from '../words.js';

/** @typedef {import('../../../../client/src/schemas.generated.js').Device} Device */

const tones = /** @type {const} */ ({ ok: 'good', degraded: 'bad', silent: 'warn' });

/** @type {import('../sections.js').Section} */
export const devicesSection = {
  id: 'devices',
  scope: 'events:read',
  icon: 'M4 7h4l2-2.5h4L16 7h4v12H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7',
  open: ({ view, signal }) => {
    const { devices, sections } = words();
    const results = h('div', { class: 'view-part' });
    view.append(head(sections.devices, { about: devices.about }), results);
    const query = { utcOffset: -new Date().getTimezoneOffset() };
    void load(
      results,
      signal,
      () => get('/v1/devices', { query, signal }),
      ({ items }) => {
        if (items.length === 0) results.append(empty(devices.none));
        else results.append(h('div', { class: 'cards' }, items.map(deviceCard)));
      },
    );
  },
};

/** @param {Device} device */
function deviceCard(device) {
  const { devices } = words();
  const { keyId, name, health, lastSeenAt, verifications, refused, turnedAway, lastDay, baseline } = device;
  const share = (/** @type {number | null} */ one) => (one === null ? '–' : percent(one));
  /** @param {'quality' | 'sharpness' | 'brightness'} measure */
  const beside = (measure) => {
    const now = lastDay === null ? '–' : number(lastDay[measure]);
    return baseline === null ? now : devices.nowAndBefore(now, number(baseline[measure]));
  };
  return h(
    'section',
    { class: 'card' },
    h(
      'div',
      { class: 'card-head' },
      h('h2', null, keyId === null ? devices.noKey : name),
      badge(devices.health[health] ?? health, tones[health]),
    ),
    h('p', null, sentenceOf(device)),
    facts([
      [devices.lastSeen, ago(lastSeenAt)],
      [devices.verifications, number(verifications)],
      [devices.refused, share(refused)],
      [devices.turnedAway, share(turnedAway)],
      [devices.quality, beside('quality')],
      [devices.sharpness, beside('sharpness')],
      [devices.brightness, beside('brightness')],
    ]),
  );
}

/** @param {Device} device */
function sentenceOf({ problem, since, text, baseline }) {
  const { devices } = words();
  if (problem === null) return baseline === null ? devices.unknown : devices.fine;
  return since === null ? text : (devices.problems[problem]?.(day(`${since}T12:00:00`)) ?? text);
}
