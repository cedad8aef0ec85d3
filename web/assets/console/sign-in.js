// @ts-check
/** Asks for a key, where the service wants one. */
import { h, replace } from './dom.js';
import { signIn } from './session.js';
import { words } from './words.js';

/**
 * @param {HTMLElement} main
 * @param {{ reason?: string | undefined, onSignedIn: () => void }} how
 */
export function showSignIn(main, { reason, onSignedIn }) {
  const { signIn: text } = words();
  const problem = h('p', { class: 'problem', id: 'key-problem', role: 'alert' }, reason ?? '');
  const field = h('input', {
    id: 'key',
    type: 'password',
    autocomplete: 'off',
    required: true,
    'aria-describedby': 'key-hint key-problem',
  });
  const button = h('button', { class: 'button primary wide' }, text.action);
  const form = h(
    'form',
    { class: 'sign-in card' },
    h('img', { src: '/assets/icon.svg', alt: '', width: 44, height: 44 }),
    h('h1', null, text.title),
    h('p', { class: 'soft', id: 'key-hint' }, text.hint),
    h('label', { for: 'key' }, text.label),
    field,
    problem,
    button,
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    button.disabled = true;
    problem.textContent = '';
    try {
      await signIn(field.value.trim());
      onSignedIn();
    } catch (error) {
      problem.textContent = error instanceof Error ? error.message : String(error);
      field.setAttribute('aria-invalid', 'true');
      button.disabled = false;
      field.select();
    }
  });
  replace(main, form);
  field.focus();
}
