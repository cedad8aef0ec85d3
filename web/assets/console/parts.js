// @ts-check
/** What sections are put together of: their heads, cards, badges, fields, and waiting for what the service says. */
import { Failure } from './api.js';
import { h, replace } from './dom.js';
import { words } from './words.js';

/** @typedef {import('./dom.js').Child} Child */

/** @param {string} title @param {{ about?: string, actions?: Child[], back?: { href: string, text: string } }} [more] */
export function head(title, { about, actions = [], back } = {}) {
  return h(
    'header',
    { class: 'head' },
    h(
      'div',
      null,
      back && h('a', { class: 'back', href: back.href }, `← ${back.text}`),
      h('h1', null, title),
      about !== undefined && h('p', { class: 'soft' }, about),
    ),
    h('div', { class: 'actions' }, ...actions),
  );
}

/** @param {string} title @param {...(Child | Child[])} content */
export function card(title, ...content) {
  return h('section', { class: 'card' }, h('h2', null, title), ...content);
}

/** @param {string} text @param {'good' | 'bad' | 'warn' | 'plain'} [tone] */
export function badge(text, tone = 'plain') {
  return h('span', { class: 'badge', 'data-tone': tone }, text);
}

/** @param {string} text @param {() => unknown} onPress @param {'plain' | 'primary' | 'danger' | 'quiet'} [look] */
export function button(text, onPress, look = 'plain') {
  const classes = { plain: 'button', primary: 'button primary', danger: 'button danger', quiet: 'quiet' };
  return h('button', { type: 'button', class: classes[look], onclick: onPress }, text);
}

/** @param {string} label @param {HTMLElement} input @param {string} [hint] */
export function field(label, input, hint) {
  input.id ||= `field-${label.replace(/\W+/g, '-')}-${Math.random().toString(36).slice(2, 8)}`;
  const hintId = `${input.id}-hint`;
  if (hint !== undefined) input.setAttribute('aria-describedby', hintId);
  return h(
    'div',
    { class: 'field' },
    h('label', { for: input.id }, label),
    input,
    hint !== undefined && h('p', { class: 'hint', id: hintId }, hint),
  );
}

/** @param {{ name: string, options: readonly (readonly [value: string, text: string])[], value?: string, onchange?: (event: any) => void }} select */
export function select({ name, options, value = '', onchange }) {
  return h(
    'select',
    { name, onchange },
    options.map(([one, text]) => h('option', { value: one, selected: one === value }, text)),
  );
}

/** Terms and what is said of them. @param {readonly (readonly [term: string, said: Child])[]} pairs */
export function facts(pairs) {
  return h(
    'dl',
    { class: 'facts' },
    pairs.map(([term, said]) => h('div', null, h('dt', null, term), h('dd', null, said))),
  );
}

/** @param {string} sentence @param {...Child} more */
export function empty(sentence, ...more) {
  return h('div', { class: 'empty' }, h('p', null, sentence), ...more);
}

/**
 * Fetches and shows, says meanwhile that it does, and says what went wrong with a way to try again.
 * @template T
 * @param {HTMLElement} view
 * @param {AbortSignal} signal
 * @param {(signal: AbortSignal) => Promise<T>} fetching
 * @param {(found: T) => void} render fills the view
 */
export async function load(view, signal, fetching, render) {
  replace(view, h('p', { class: 'loading', role: 'status' }, words().shell.loading));
  try {
    const found = await fetching(signal);
    if (signal.aborted) return;
    replace(view);
    render(found);
  } catch (error) {
    if (signal.aborted) return;
    const again = () => void load(view, signal, fetching, render);
    replace(
      view,
      h(
        'div',
        { class: 'empty', role: 'alert' },
        h('p', null, sentenceOf(error)),
        button(words().shell.again, again),
      ),
    );
  }
}

/** An older service does not have every call of this page. @param {unknown} error */
function sentenceOf(error) {
  if (error instanceof Failure && error.code === 'route_not_found') return words().shell.notThere;
  return error instanceof Error ? error.message : String(error);
}

/** Buttons of which one is pressed. @param {string} label @param {readonly (readonly [value: string, text: string])[]} options @param {{ value: string, onChange: (value: string) => void }} how */
export function segments(label, options, { value, onChange }) {
  const group = h('div', { class: 'segments', role: 'group', 'aria-label': label });
  for (const [one, text] of options) {
    const press = () => {
      for (const other of group.children) other.setAttribute('aria-pressed', String(other === pressed));
      onChange(one);
    };
    const pressed = h(
      'button',
      { type: 'button', 'aria-pressed': String(one === value), onclick: press },
      text,
    );
    group.append(pressed);
  }
  return group;
}
