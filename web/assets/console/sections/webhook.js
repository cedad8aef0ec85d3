// @ts-check
/** A webhook: how delivery goes, trying it out, pausing it, and sending again what it has not got. */
import { get, path, send } from '../api.js';
import { ask, confirm } from '../dialogs.js';
import { h } from '../dom.js';
import { titleOf } from '../event-rows.js';
import { ago, dateTime, number } from '../format.js';
import { note, noteFailure } from '../notices.js';
import { badge, button, card, empty, facts, field, head, load } from '../parts.js';
import { go, redraw, to } from '../router.js';
import { showSecret } from '../secret.js';
import { webhookState } from '../webhook-state.js';
import { words } from '../words.js';

/**
 * @typedef {import('../../../../client/src/schemas.generated.js').Webhook} Webhook
 * @typedef {import('../../../../client/src/schemas.generated.js').WebhookDelivery} Delivery
 */

/** @param {import('../sections.js').Place} place @param {string} webhookId */
export function openWebhook({ view, signal }, webhookId) {
  const { webhooks, sections, events } = words();
  const fetching = () => get(path`/v1/webhooks/${webhookId}`, { signal });
  void load(view, signal, fetching, (/** @type {Webhook} */ webhook) => {
    const { url, description, kinds, deliveredAt, failingSince, problem, nextAttemptAt } = webhook;
    const title = head(description === '' ? url : description, {
      back: { href: to('webhooks'), text: sections.webhooks },
      actions: actionsOf(webhook),
    });
    title.firstElementChild?.append(h('p', { class: 'badges' }, webhookState(webhook), h('code', null, url)));
    const named = kinds.map((kind) => events.kinds[kind] ?? kind).join(', ');
    view.append(
      title,
      card(
        webhooks.delivery,
        facts([
          [webhooks.kinds, named === '' ? webhooks.allEvents : named],
          [webhooks.last, deliveredAt === null ? webhooks.never : ago(deliveredAt)],
          ...(failingSince === null
            ? []
            : [/** @type {const} */ ([webhooks.failing, dateTime(failingSince)])]),
          ...(problem === null ? [] : [/** @type {const} */ ([webhooks.problem, problem])]),
          ...(nextAttemptAt === null
            ? []
            : [/** @type {const} */ ([webhooks.next, dateTime(nextAttemptAt)])]),
        ]),
      ),
      deliveriesCard(webhook, signal),
    );
  });
}

/** @param {Webhook} webhook */
function actionsOf({ id, state }) {
  const { webhooks, keys } = words();
  const address = path`/v1/webhooks/${id}`;
  const test = async () => {
    const { arrived, problem } = await (await send('POST', `${address}/test`)).json();
    note(arrived ? webhooks.testGood : webhooks.testBad(problem), arrived ? 'good' : 'bad');
  };
  const turn = async () => {
    await send('PATCH', address, { body: { state: state === 'active' ? 'paused' : 'active' } });
    redraw();
  };
  const rotate = async () => {
    const question = { title: webhooks.rotateTitle, body: webhooks.rotateBody, action: webhooks.rotate };
    if (!(await confirm({ ...question, tone: 'plain' }))) return;
    const { secret } = await (await send('POST', `${address}/secret`)).json();
    showSecret({ title: keys.secretTitle, body: keys.secretBody, secret });
  };
  const remove = async () => {
    const question = { title: webhooks.removeTitle, body: webhooks.removeBody, action: webhooks.remove };
    if (!(await confirm(question))) return;
    await send('DELETE', address);
    note(webhooks.removed);
    go(to('webhooks'));
  };
  return [
    button(webhooks.test, () => test().catch(noteFailure)),
    button(state === 'active' ? webhooks.pause : webhooks.resume, () => turn().catch(noteFailure)),
    button(webhooks.rotate, () => rotate().catch(noteFailure)),
    button(webhooks.remove, () => remove().catch(noteFailure), 'danger'),
  ];
}

/** @param {Webhook} webhook @param {AbortSignal} signal */
function deliveriesCard({ id }, signal) {
  const { webhooks } = words();
  const place = h('div', { class: 'view-part' });
  const address = path`/v1/webhooks/${id}/deliveries`;
  void load(
    place,
    signal,
    () => get(address, { query: { limit: 100 }, signal }),
    ({ items }) => {
      if (items.length === 0) place.append(empty(webhooks.noDeliveries));
      else {
        const rows = items.map((/** @type {Delivery} */ one) => h('li', null, deliveryRow(address, one)));
        place.append(h('ul', { class: 'plain-rows' }, rows));
      }
    },
  );
  const since = () =>
    ask({
      title: webhooks.replaySince,
      fields: [field(webhooks.since, h('input', { type: 'datetime-local', name: 'since', required: true }))],
      action: webhooks.replay,
      submit: async (values) => {
        const body = { since: new Date(String(values.get('since'))).toISOString() };
        await send('POST', path`/v1/webhooks/${id}/replay`, { body });
        note(webhooks.replayed);
      },
    });
  return card(
    webhooks.deliveries,
    place,
    h('div', { class: 'actions' }, button(webhooks.replaySince, since)),
  );
}

/** @param {string} address @param {Delivery} delivery */
function deliveryRow(address, { event, state, attempts, since, problem }) {
  const { webhooks } = words();
  const replay = async () => {
    await send('POST', `${address}/${event.id}/replay`);
    note(webhooks.replayed);
    redraw();
  };
  return h(
    'div',
    { class: 'row wraps' },
    h(
      'div',
      { class: 'grow' },
      h('p', { class: 'strong' }, `${titleOf(event)} · ${event.id}`),
      h('p', { class: 'soft' }, `${dateTime(since)} · ${webhooks.attempts(number(attempts))}`),
      problem !== null && h('p', { class: 'problem' }, problem),
    ),
    badge(webhooks.deliveryStates[state], state === 'dead' ? 'bad' : 'warn'),
    button(webhooks.replay, () => replay().catch(noteFailure), 'quiet'),
  );
}
