// @ts-check
/** Of which models there are templates, who has none of the one in use, and making those anew with how far that is. */
import { send } from '../api.js';
import { h } from '../dom.js';
import { number } from '../format.js';
import { noteFailure } from '../notices.js';
import { badge, button, card } from '../parts.js';
import { may } from '../session.js';
import { words } from '../words.js';

/**
 * @typedef {import('../../../../client/src/schemas.generated.js').Models} Models
 * @typedef {import('../../../../client/src/schemas.generated.js').TemplateRun} TemplateRun
 */

/** @param {Models} found @param {{ onAsked: () => void }} told when templates are asked for, or not any more */
export function templatesCard({ templates, unverifiable, templateRun }, { onAsked }) {
  const { models } = words();
  const ask = (/** @type {'POST' | 'DELETE'} */ method) => () =>
    send(method, '/v1/models/remake').then(onAsked, noteFailure);
  const isRunning = templateRun?.state === 'running';
  const canMake = unverifiable !== null && unverifiable.people > unverifiable.withoutPhoto;
  return card(
    models.templates,
    ...whoIsLeft(templates, unverifiable),
    templates.length > 0 && templatesTable(templates),
    templateRun !== null && runOf(templateRun),
    may('system:manage') &&
      isRunning &&
      h('div', { class: 'choices' }, button(models.cancel, ask('DELETE'), 'danger')),
    may('system:manage') &&
      !isRunning &&
      canMake &&
      h(
        'div',
        { class: 'choices' },
        button(models.make, ask('POST'), 'primary'),
        h('p', { class: 'hint' }, models.makeHint),
      ),
  );
}

/** @param {Models['templates']} templates @param {Models['unverifiable']} unverifiable */
function whoIsLeft(templates, unverifiable) {
  const { models } = words();
  if (unverifiable === null) return [h('p', { class: 'problem' }, models.notKnown)];
  const { people, withoutPhoto } = unverifiable;
  if (people > 0)
    return [
      h('p', { class: 'problem' }, models.unverifiable(number(people))),
      withoutPhoto > 0 && h('p', null, models.withoutPhoto(number(withoutPhoto))),
    ];
  const own = templates.find(({ inUse }) => inUse);
  return [h('p', null, own === undefined ? models.nobody : models.allWell(number(own.people)))];
}

/** @param {Models['templates']} templates */
function templatesTable(templates) {
  const { models } = words();
  return h(
    'div',
    { class: 'scrolls' },
    h(
      'table',
      null,
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          [models.ofModel, models.people, models.templates].map((one) => h('th', { scope: 'col' }, one)),
        ),
      ),
      h(
        'tbody',
        null,
        templates.map(({ modelId, people, templates: count, inUse }) =>
          h(
            'tr',
            null,
            h(
              'td',
              { class: 'breaks' },
              h('code', null, modelId),
              ' ',
              inUse && badge(models.states.inUse, 'good'),
            ),
            h('td', null, number(people)),
            h('td', null, number(count)),
          ),
        ),
      ),
    ),
  );
}

/** @param {TemplateRun} run */
function runOf({ state, people, done, outcome }) {
  const { models } = words();
  const isCounted = people > 0;
  return h(
    'div',
    { class: 'view-part', role: 'status' },
    h('p', { class: state === 'failed' ? 'problem' : 'strong' }, models.runStates[state]),
    state === 'running' &&
      h('progress', { 'aria-label': models.make, ...(isCounted ? { max: people, value: done } : {}) }),
    state === 'running' &&
      h('p', { class: 'soft' }, isCounted ? models.progress(number(done), number(people)) : models.counting),
    outcome !== null &&
      h(
        'p',
        null,
        [
          models.added(number(outcome.added)),
          outcome.withoutFace > 0 ? models.withoutFace(number(outcome.withoutFace)) : '',
        ].join(' '),
      ),
  );
}
