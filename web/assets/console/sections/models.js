// @ts-check
/** The nets and model packs: what is in use, what can be installed, and new templates after a change of the model. */
import { get, path, send } from '../api.js';
import { h, replace } from '../dom.js';
import { number, size } from '../format.js';
import { note, noteFailure } from '../notices.js';
import { badge, card, facts, head, load } from '../parts.js';
import { may } from '../session.js';
import { words } from '../words.js';
import { templatesCard } from './model-templates.js';

/**
 * @typedef {import('../../../../client/src/schemas.generated.js').Model} Model
 * @typedef {import('../../../../client/src/schemas.generated.js').Models} Models
 */

/** Milliseconds between looks while templates are made. */
const paceMs = 1500;

/** @type {import('../sections.js').Section} */
export const modelsSection = {
  id: 'models',
  scope: 'system:read',
  icon: 'M12 3l8 4.5v9L12 21l-8-4.5v-9zM4 7.5l8 4.5 8-4.5M12 12v9',
  open: ({ view, signal }) => {
    const { models, sections } = words();
    const results = h('div', { class: 'view-part' });
    view.append(head(sections.models, { about: models.about }), results);
    /** @returns {Promise<Models>} */
    const fetching = () => get('/v1/models', { signal });
    void load(results, signal, fetching, (first) => {
      const templates = h('div', { class: 'view-part' });
      const nets = h('div', { class: 'view-part' });
      results.append(templates, nets);
      let isWatching = false;
      /** @param {Models} found */
      const showTemplates = (found) => {
        replace(templates, templatesCard(found, { onAsked: () => void watch() }));
        if (found.templateRun?.state === 'running') void watch();
      };
      /** @param {Models} found */
      const showNets = (found) =>
        replace(
          nets,
          ...[true, false].flatMap((builtIn) => [
            h('h2', null, builtIn ? models.builtInNets : models.packs),
            h(
              'div',
              { class: 'cards even' },
              found.models.filter((one) => one.builtIn === builtIn).map((one) => modelCard(one, showNets)),
            ),
          ]),
        );
      // While the service is away, the banner says so and the last figures stay.
      const look = () =>
        fetching().then(
          (found) => {
            showTemplates(found);
            return found.templateRun?.state === 'running';
          },
          () => true,
        );
      const watch = async () => {
        if (isWatching) return;
        isWatching = true;
        while (!signal.aborted && (await look())) await new Promise((resolve) => setTimeout(resolve, paceMs));
        isWatching = false;
      };
      showTemplates(first);
      showNets(first);
    });
  },
};

/** @param {Model} model @param {(found: Models) => void} onInstalled */
function modelCard(model, onInstalled) {
  const { models } = words();
  const { kind, title, builtIn, name, licence, bytes, source, file } = model;
  return h(
    'section',
    { class: 'card' },
    h('div', { class: 'card-head' }, h('h2', null, models.kinds[kind]), stateBadge(model)),
    h('div', null, h('p', { class: 'strong' }, title), h('p', { class: 'hint' }, h('code', null, name))),
    facts([
      [models.licence, licence],
      [models.size, size(bytes)],
    ]),
    h('p', { class: 'hint' }, `${models.source}: ${source}`),
    !builtIn && h('p', { class: 'hint' }, `${models.file}: `, h('code', null, file)),
    !builtIn && h('p', { class: 'hint' }, 'SHA-256: ', h('code', null, model.sha256)),
    ...whatToDo(model, onInstalled),
  );
}

/** @param {Model} model */
function stateBadge({ state, inUse, builtIn }) {
  const { states } = words().models;
  if (state === 'damaged') return badge(states.damaged, 'bad');
  if (inUse) return badge(states.inUse, 'good');
  if (state === 'available') return badge(states.available);
  return badge(builtIn ? states.off : states.installed);
}

/** @param {Model} model @param {(found: Models) => void} onInstalled */
function whatToDo(model, onInstalled) {
  const { models } = words();
  const { state, builtIn, inUse, setting, name, kind } = model;
  if (builtIn && state !== 'installed') return [h('p', { class: 'problem' }, models.damagedBuiltIn)];
  if (state !== 'installed')
    return [
      state === 'damaged' ? h('p', { class: 'problem' }, models.damagedPack) : h('p', null, models.available),
      may('system:manage') && fileChooser(model, onInstalled),
    ];
  if (inUse || setting === null) return [];
  const sentence = models.toUse(`${setting}=${name}`);
  return [h('p', null, kind === 'embedding' ? `${sentence} ${models.thenTemplates}` : sentence)];
}

/** @param {Model} model @param {(found: Models) => void} onInstalled */
function fileChooser({ name, title, bytes }, onInstalled) {
  const { models } = words();
  const id = `model-file-${name}`;
  const label = h('label', { class: 'button', for: id }, models.install);
  const input = h('input', { type: 'file', id, class: 'unseen', accept: '.onnx' });
  input.addEventListener('change', async () => {
    const [chosen] = input.files ?? [];
    if (chosen === undefined) return;
    input.value = '';
    // Known beforehand, so that nobody waits for an upload in vain.
    if (chosen.size !== bytes)
      return noteFailure(new Error(models.wrongSize(number(bytes), number(chosen.size))));
    input.disabled = true;
    label.textContent = models.sending;
    try {
      const headers = { 'content-type': 'application/octet-stream' };
      const answer = await send('PUT', path`/v1/models/${name}/file`, { body: chosen, headers });
      note(models.installedNow(title));
      onInstalled(await answer.json());
    } catch (error) {
      noteFailure(error);
      input.disabled = false;
      label.textContent = models.install;
    }
  });
  return h('div', { class: 'choices' }, input, label);
}
