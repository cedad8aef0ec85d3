// @ts-check
/** What is noted of a person, changed member by member. Where somebody else was faster, nothing is overwritten. */
import { Failure, path, send } from '../api.js';
import { h } from '../dom.js';
import { note } from '../notices.js';
import { button, card } from '../parts.js';
import { redraw } from '../router.js';
import { may } from '../session.js';
import { words } from '../words.js';

/** @typedef {{ row: HTMLElement, name: HTMLInputElement, value: HTMLInputElement, was: unknown }} Member */

/** @param {import('../person-parts.js').Subject} subject @param {AbortSignal} signal */
export function metadataCard({ id, metadata }, signal) {
  const { person, shell } = words();
  const known = /** @type {Record<string, unknown>} */ (metadata);
  const isAllowed = may('people:write');
  const list = h('div', { class: 'members' });
  /** @type {Member[]} */
  const members = [];
  /** @param {string} name @param {unknown} value */
  const add = (name, value) => {
    const member = memberRow(name, value, {
      isAllowed,
      onDrop: () => members.splice(members.indexOf(member), 1),
    });
    members.push(member);
    list.append(member.row);
    return member;
  };
  for (const [name, value] of Object.entries(known)) add(name, value);
  const nothing = h('p', { class: 'soft', hidden: members.length > 0 }, person.nothingNoted);
  const section = card(person.noted, nothing, list);
  if (!isAllowed) return section;

  const problem = h('p', { class: 'problem', role: 'alert' });
  const save = async () => {
    problem.textContent = '';
    try {
      await change(id, { known, members, signal });
      note(person.saved);
      redraw();
    } catch (error) {
      if (signal.aborted) return;
      const isLate = error instanceof Failure && error.status === 412;
      problem.textContent = isLate ? person.changedMeanwhile : error instanceof Error ? error.message : '';
    }
  };
  const addAndFocus = () => {
    nothing.hidden = true;
    add('', '').name.focus();
  };
  section.append(
    problem,
    h(
      'div',
      { class: 'actions' },
      button(person.addMember, addAndFocus),
      button(shell.save, save, 'primary'),
    ),
  );
  return section;
}

/** @param {string} name @param {unknown} value @param {{ isAllowed: boolean, onDrop: () => void }} how @returns {Member} */
function memberRow(name, value, { isAllowed, onDrop }) {
  const { person } = words();
  const nameField = h('input', {
    type: 'text',
    'aria-label': person.memberName,
    maxlength: 64,
    disabled: !isAllowed,
  });
  const valueField = h('input', { type: 'text', 'aria-label': person.memberValue, disabled: !isAllowed });
  nameField.value = name;
  valueField.value = typeof value === 'string' ? value : JSON.stringify(value);
  const drop = () => {
    row.remove();
    onDrop();
  };
  const remove = h(
    'button',
    { type: 'button', class: 'icon-button', 'aria-label': person.dropMember(name), onclick: drop },
    '×',
  );
  const row = h('div', { class: 'member' }, nameField, valueField, isAllowed && remove);
  return { row, name: nameField, value: valueField, was: value };
}

/**
 * Sends what differs, against the person as they are shown here: their tag is read first, and they must not have changed.
 * @param {string} id
 * @param {{ known: Record<string, unknown>, members: Member[], signal: AbortSignal }} how
 */
async function change(id, { known, members, signal }) {
  const address = path`/v1/subjects/${id}`;
  const now = await send('GET', address, { signal });
  const etag = now.headers.get('etag') ?? '';
  if (JSON.stringify((await now.json()).metadata) !== JSON.stringify(known))
    throw new Failure(words().person.changedMeanwhile, { status: 412 });
  /** @type {Record<string, unknown>} */
  const patch = Object.fromEntries(Object.keys(known).map((name) => [name, null]));
  for (const { name, value, was } of members) {
    if (name.value.trim() !== '') patch[name.value.trim()] = valueOf(value.value, was);
  }
  for (const [name, value] of Object.entries(known)) {
    if (JSON.stringify(patch[name]) === JSON.stringify(value)) delete patch[name];
  }
  await send('PATCH', address, { body: { metadata: patch }, headers: { 'if-match': etag }, signal });
}

/** A text stays a text, and what was a number, true, false or a list stays one where it can. @param {string} typed @param {unknown} was */
function valueOf(typed, was) {
  if (typeof was === 'string') return typed;
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}
