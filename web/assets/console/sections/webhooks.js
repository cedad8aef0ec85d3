// @ts-check
/** Webhooks: set up with a secret that is shown once, and the way to each. */
import { get, send } from '../api.js';
import { ask } from '../dialogs.js';
import { h } from '../dom.js';
import { ago } from '../format.js';
import { button, empty, field, head, load } from '../parts.js';
import { redraw, to } from '../router.js';
import { showSecret } from '../secret.js';
import { may } from '../session.js';
import { webhookState } from '../webhook-state.js';
import { words } from '../words.js';
import { openWebhook } from './webhook.js';

/** @typedef {import('../../../../client/src/schemas.generated.js').Webhook} Webhook */

/** @type {import('../sections.js').Section} */
export const webhooksSection = {
  id: 'webhooks',
  scope: 'webhooks:manage',
  icon: 'M4 12h10M10 7l5 5-5 5M19 5v14',
  open: (place) => {
    const [webhookId] = place.rest;
    if (webhookId === undefined) openList(place);
    else openWebhook(place, webhookId);
  },
};

/** @param {import('../sections.js').Place} place */
function openList({ view, signal }) {
  const { webhooks, sections } = words();
  const results = h('div', { class: 'view-part' });
  const make = button(webhooks.make, askForNew, 'primary');
  view.append(head(sections.webhooks, { about: webhooks.about, actions: [make] }), results);
  void load(
    results,
    signal,
    () => get('/v1/webhooks', { query: { limit: 100 }, signal }),
    ({ items }) => {
      if (items.length === 0) results.append(empty(webhooks.none));
      else
        results.append(
          h(
            'ul',
            { class: 'rows' },
            items.map((/** @type {Webhook} */ one) => h('li', null, row(one))),
          ),
        );
    },
  );
}

/** @param {Webhook} webhook */
function row(webhook) {
  const { webhooks } = words();
  const { id, url, description, deliveredAt, problem } = webhook;
  const delivered = deliveredAt === null ? webhooks.never : webhooks.delivered(ago(deliveredAt));
  return h(
    'a',
    { class: 'row', href: to('webhooks', id) },
    h(
      'span',
      { class: 'grow' },
      h('span', { class: 'strong' }, description === '' ? url : description),
      h('span', { class: 'soft one-line' }, description === '' ? delivered : `${url} · ${delivered}`),
      problem !== null && h('span', { class: 'problem' }, problem),
    ),
    webhookState(webhook),
  );
}

function askForNew() {
  const { webhooks, events } = words();
  const kinds = Object.entries(events.kinds).map(([kind, text]) =>
    h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'kind', value: kind }), text),
  );
  ask({
    title: webhooks.make,
    fields: [
      field(webhooks.url, h('input', { type: 'url', name: 'url', required: true }), webhooks.urlHint),
      field(webhooks.description, h('input', { type: 'text', name: 'description', maxlength: 255 })),
      h('fieldset', null, h('legend', null, webhooks.kinds), kinds),
      may('scores:read') &&
        h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'scores' }), webhooks.scores),
    ],
    action: webhooks.make,
    submit: async (values) => {
      const body = {
        url: String(values.get('url')),
        description: String(values.get('description')),
        kinds: values.getAll('kind'),
        scores: values.has('scores'),
      };
      const { secret } = await (await send('POST', '/v1/webhooks', { body })).json();
      showSecret({ title: words().keys.secretTitle, body: words().keys.secretBody, secret });
      redraw();
    },
  });
}
