// @ts-check
/** Keys: made, with a secret that is shown once, given another one, and ended. */
import { get, path, send } from '../api.js';
import { ask, confirm } from '../dialogs.js';
import { h } from '../dom.js';
import { dateTime, day } from '../format.js';
import { note, noteFailure } from '../notices.js';
import { badge, button, empty, field, head, load, select } from '../parts.js';
import { redraw } from '../router.js';
import { showSecret } from '../secret.js';
import { signedIn } from '../session.js';
import { words } from '../words.js';

/** @typedef {import('../../../../client/src/schemas.generated.js').Key} Key */

/** @type {import('../sections.js').Section} */
export const keysSection = {
  id: 'keys',
  scope: 'keys:manage',
  icon: 'M8 19a4 4 0 1 0 0-8 4 4 0 0 0 0 8M11 12.5L20 3.5M16 7.5l3 3',
  open: ({ view, signal }) => {
    const { keys, sections } = words();
    const results = h('div', { class: 'view-part' });
    view.append(
      head(sections.keys, { about: keys.about, actions: [button(keys.make, askForNew, 'primary')] }),
      results,
    );
    void load(
      results,
      signal,
      () => allKeys(signal),
      (all) => {
        if (all.length === 0) results.append(empty(keys.none));
        else
          results.append(
            h(
              'ul',
              { class: 'rows' },
              all.map((key) => h('li', null, row(key))),
            ),
          );
      },
    );
  },
};

/** Keys that still open something come first, the newest of them at the top. @param {AbortSignal} signal @returns {Promise<Key[]>} */
async function allKeys(signal) {
  /** @type {Key[]} */
  const all = [];
  for (let cursor; cursor !== null;) {
    const page = await get('/v1/keys', { query: { limit: 100, ...(cursor && { cursor }) }, signal });
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all.reverse().sort((a, b) => Number(stateOf(a) !== 'active') - Number(stateOf(b) !== 'active'));
}

/** @param {Key} key @returns {'active' | 'revoked' | 'expired'} */
function stateOf({ revokedAt, expiresAt }) {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && new Date(expiresAt).getTime() < Date.now() ? 'expired' : 'active';
}

/** @param {Key} key */
function row(key) {
  const { keys } = words();
  const { id, name, role, scopes, addresses, createdAt, expiresAt, earlierSecretUntil } = key;
  const state = stateOf(key);
  const about = [
    keys.roles[role].split(':')[0],
    role === 'kiosk' && scopes.includes('identify') ? keys.finds : '',
    keys.madeOn(day(createdAt)),
    expiresAt === null ? '' : keys.endsOn(day(expiresAt)),
    addresses.join(' '),
    earlierSecretUntil === null ? '' : keys.changingOver(dateTime(earlierSecretUntil)),
  ];
  return h(
    'div',
    { class: 'row wraps' },
    h(
      'div',
      { class: 'grow' },
      h('p', { class: 'strong' }, name),
      h('p', { class: 'soft' }, h('code', null, id), ' · ', about.filter((one) => one !== '').join(' · ')),
    ),
    badge(keys[state], state === 'active' ? 'good' : 'plain'),
    state === 'active' && button(keys.rotate, () => rotate(key).catch(noteFailure), 'quiet'),
    state === 'active' && button(keys.revoke, () => revoke(key).catch(noteFailure), 'quiet'),
  );
}

/** @param {Key} key */
async function rotate({ id, name }) {
  const { keys } = words();
  const question = { title: keys.rotateTitle, body: keys.rotateBody, action: keys.rotate };
  if (!(await confirm({ ...question, tone: 'plain' }))) return;
  const { secret } = await (await send('POST', path`/v1/keys/${id}/secret`)).json();
  showSecret({ title: keys.secretTitle, body: `${name}. ${keys.secretBody}`, secret });
  redraw();
}

/** @param {Key} key */
async function revoke({ id, name }) {
  const { keys } = words();
  if (!(await confirm({ title: keys.revokeTitle(name), body: keys.revokeBody, action: keys.revoke }))) return;
  await send('DELETE', path`/v1/keys/${id}`);
  note(keys.ended);
  redraw();
}

function askForNew() {
  const { keys } = words();
  // Nobody was asked for a key so far, and whoever makes the first one locks the door behind them.
  const isFirst = signedIn()?.keyId === null;
  const name = h('input', {
    type: 'text',
    name: 'name',
    required: true,
    maxlength: 100,
    autocomplete: 'off',
  });
  const scopes = h(
    'fieldset',
    { hidden: true },
    h('legend', null, keys.scopes),
    // Nobody can make a key that may do more than their own.
    (signedIn()?.scopes ?? []).map((scope) =>
      h('label', { class: 'check' }, h('input', { type: 'checkbox', name: 'scope', value: scope }), scope),
    ),
  );
  const mayFind = signedIn()?.scopes.includes('identify') ?? false;
  const finds = h(
    'label',
    { class: 'check', hidden: isFirst || !mayFind },
    h('input', { type: 'checkbox', name: 'finds' }),
    keys.findsLabel,
  );
  const roleNames = /** @type {const} */ (['kiosk', 'desk', 'enrol', 'integration', 'admin']);
  const role = select({
    name: 'role',
    value: isFirst ? 'admin' : 'kiosk',
    options: roleNames.map((one) => /** @type {const} */ ([one, keys.roles[one]])),
    onchange: ({ target }) => {
      scopes.hidden = target.value !== 'integration';
      finds.hidden = target.value !== 'kiosk' || !mayFind;
    },
  });
  ask({
    title: keys.make,
    fields: [
      isFirst && h('p', { class: 'hint' }, keys.first),
      field(keys.name, name, keys.nameHint),
      field(keys.role, role),
      scopes,
      finds,
      field(
        keys.addresses,
        h('input', { type: 'text', name: 'addresses', autocomplete: 'off' }),
        keys.addressesHint,
      ),
      field(keys.expires, h('input', { type: 'date', name: 'expires' }), keys.expiresHint),
    ],
    action: keys.make,
    submit: make,
  });
}

/** @param {FormData} values */
async function make(values) {
  const { keys } = words();
  const role = String(values.get('role'));
  const addresses = String(values.get('addresses'))
    .split(/[\s,]+/)
    .filter((one) => one !== '');
  const expires = String(values.get('expires'));
  const body = {
    name: String(values.get('name')).trim(),
    role,
    ...(role === 'integration' && { scopes: values.getAll('scope') }),
    ...(role === 'kiosk' && values.has('finds') && { scopes: ['identify'] }),
    ...(addresses.length > 0 && { addresses }),
    // Until the end of that day, where this page is.
    ...(expires !== '' && { expiresAt: new Date(`${expires}T23:59:59`).toISOString() }),
  };
  const { secret, name } = await (await send('POST', '/v1/keys', { body })).json();
  showSecret({ title: keys.secretTitle, body: `${name}. ${keys.secretBody}`, secret });
  redraw();
}
