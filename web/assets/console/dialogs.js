// @ts-check
/** Dialogs: a question before something that is not taken back, and forms that are filled in over the page. */
import { h } from './dom.js';
import { words } from './words.js';

/**
 * @typedef {object} Question
 * @property {string} title
 * @property {string} body
 * @property {string} action what the button says
 * @property {'danger' | 'plain'} [tone]
 */

/** @param {Question} question @returns {Promise<boolean>} whether the answer is yes */
export function confirm({ title, body, action, tone = 'danger' }) {
  return new Promise((resolve) => {
    const yes = h(
      'button',
      { class: `button ${tone === 'danger' ? 'danger' : 'primary'}`, value: 'yes' },
      action,
    );
    const dialog = open(title, [h('p', null, body)], [cancelButton(), yes]);
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'));
  });
}

/**
 * A form over the page, which stays open until what it asks for is done.
 * @param {object} form
 * @param {string} form.title
 * @param {import('./dom.js').Child[]} form.fields
 * @param {string} form.action
 * @param {(values: FormData) => Promise<void>} form.submit throws what is then said in the form
 */
export function ask({ title, fields, action, submit }) {
  const problem = h('p', { class: 'problem', role: 'alert', hidden: true });
  const go = h('button', { class: 'button primary' }, action);
  const dialog = open(title, [...fields, problem], [cancelButton(), go]);
  const form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    go.disabled = true;
    problem.hidden = true;
    submit(new FormData(form))
      .then(() => dialog.close())
      .catch((error) => {
        problem.textContent = error.message;
        problem.hidden = false;
      })
      .finally(() => (go.disabled = false));
  });
}

/** Something to be read and closed. @param {string} title @param {import('./dom.js').Child[]} content */
export function show(title, content) {
  open(title, content, [h('button', { class: 'button primary' }, words().shell.done)]);
}

function cancelButton() {
  return h(
    'button',
    { class: 'button', value: 'cancel', formnovalidate: true, type: 'button', 'data-cancel': true },
    words().shell.cancel,
  );
}

/** @param {string} title @param {import('./dom.js').Child[]} content @param {HTMLButtonElement[]} buttons */
function open(title, content, buttons) {
  const heading = h('h2', { id: 'dialog-title' }, title);
  const form = h(
    'form',
    { method: 'dialog' },
    heading,
    ...content,
    h('div', { class: 'choices' }, ...buttons),
  );
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title' }, form);
  form.querySelector('[data-cancel]')?.addEventListener('click', () => dialog.close('cancel'));
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}
