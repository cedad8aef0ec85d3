// @ts-check
/** Every setting with what it does, what is in force and where that came from. Read only: settings are made at the start. */
import { get } from '../api.js';
import { h, replace } from '../dom.js';
import { badge, card, empty, field, head, load } from '../parts.js';
import { words } from '../words.js';

/** @typedef {import('../../../../client/src/schemas.generated.js').Setting} Setting */

/** @type {import('../sections.js').Section} */
export const settingsSection = {
  id: 'settings',
  scope: 'system:read',
  icon: 'M4 7h9M17 7h3M4 17h3M11 17h9M15 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5M9 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5',
  open: ({ view, signal }) => {
    const { settings, sections } = words();
    const results = h('div', { class: 'view-part' });
    view.append(head(sections.settings, { about: settings.about }), results);
    void load(
      results,
      signal,
      () => get('/v1/settings', { signal }),
      ({ items }) => show(results, items),
    );
  },
};

/** @param {HTMLElement} results @param {readonly Setting[]} items */
function show(results, items) {
  const { settings } = words();
  const list = h('div', { class: 'view-part' });
  const box = h('input', { type: 'search', autocomplete: 'off' });
  const changed = h('input', { type: 'checkbox' });
  const draw = () => {
    const wanted = box.value.trim().toLowerCase();
    const found = items.filter(
      ({ env, description, source }) =>
        `${env} ${description}`.toLowerCase().includes(wanted) && (!changed.checked || source !== 'default'),
    );
    const groups = [...new Set(found.map(({ group }) => group))];
    replace(
      list,
      found.length === 0 && empty(settings.none),
      groups.map((group) =>
        card(titleCase(group), ...found.filter((one) => one.group === group).map(settingItem)),
      ),
    );
  };
  box.addEventListener('input', draw);
  changed.addEventListener('change', draw);
  const search = field(settings.find, box, settings.findHint);
  search.classList.add('broad');
  const only = h('label', { class: 'check' }, changed, settings.changedOnly);
  results.append(h('div', { class: 'filters', role: 'search' }, search, only), list);
  draw();
}

/** @param {Setting} setting */
function settingItem(setting) {
  const { settings } = words();
  const { env, description, source, rule, unit, default: byDefault } = setting;
  const inForce = setting.value !== null && unit !== null ? `${setting.value} ${unit}` : valueOf(setting);
  return h(
    'div',
    { class: 'setting' },
    h(
      'p',
      { class: 'card-head' },
      h('code', { class: 'strong' }, env),
      badge(settings.sources[source] ?? source, source === 'default' ? 'plain' : 'warn'),
    ),
    h('p', null, description),
    h(
      'p',
      { class: 'soft' },
      `${settings.inForce}: `,
      h('strong', null, inForce),
      source !== 'default' && byDefault !== '' && ` · ${settings.byDefault}: ${byDefault}`,
      rule !== '' && ` · ${rule}`,
    ),
  );
}

/** @param {Setting} setting */
function valueOf({ value, set }) {
  const { settings } = words();
  if (set === true) return settings.isSet;
  return value === null || value === '' ? settings.notSet : value;
}

/** @param {string} group */
function titleCase(group) {
  return group.charAt(0).toUpperCase() + group.slice(1);
}
