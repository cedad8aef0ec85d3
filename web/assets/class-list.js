// @ts-check
/**
 * Registers a whole class, one after the other: a list from a file, whose turn it is, skipping. Who has had their turn is remembered on
 * this device by id, so that a closed page goes on where it stopped. Skipped people come again with the next opening of the file.
 */
import { readCsv } from './csv.js';
import { element } from './element.js';
import { text } from './language.js';
import { prefer, preference } from './preferences.js';

/** @typedef {{ id: string, name: string }} Classmate */

/** Ids that are remembered, the latest. */
const mostRemembered = 5000;

/** @param {(next: Classmate | undefined) => void} onTurn undefined: the list is closed or done */
export function createClassList(onTurn) {
  const section = element('roll', HTMLElement);
  const file = element('roll-file', HTMLInputElement);
  const bar = element('roll-bar', HTMLProgressElement);
  /** @type {Classmate[]} */
  let all = [];
  /** @type {Classmate[]} */
  let waiting = [];
  let finished = rememberedIds();

  function show() {
    const [next] = waiting;
    const done = all.filter(({ id }) => finished.has(id)).length;
    section.hidden = all.length === 0;
    const name = next?.name === '' ? next.id : `${next?.name} · ${next?.id}`;
    element('roll-next', HTMLParagraphElement).textContent = next === undefined ? text.classDone : name;
    element('roll-progress', HTMLParagraphElement).textContent = text.classProgress(done, all.length);
    element('roll-skip', HTMLButtonElement).hidden = next === undefined;
    bar.max = Math.max(all.length, 1);
    bar.value = done;
  }

  function turn() {
    show();
    onTurn(waiting[0]);
  }

  async function open() {
    const chosen = file.files?.[0];
    if (chosen === undefined) return;
    all = classmatesOf(await chosen.text());
    file.value = '';
    finished = rememberedIds();
    waiting = all.filter(({ id }) => !finished.has(id));
    element('roll-hint', HTMLParagraphElement).textContent =
      all.length === 0 ? text.classEmpty : text.classHint;
    turn();
  }

  file.addEventListener('change', () => void open());
  element('roll-skip', HTMLButtonElement).addEventListener('click', () => {
    waiting = waiting.slice(1);
    turn();
  });
  element('roll-close', HTMLButtonElement).addEventListener('click', () => {
    all = [];
    waiting = [];
    turn();
  });

  return {
    isOpen: () => all.length > 0,
    /** Whose turn it is, if it is the one with this id. @param {string} id */
    classmate: (id) => (waiting[0]?.id === id ? waiting[0] : undefined),
    /** They had their turn. @param {string} id */
    finish: (id) => {
      if (!all.some((one) => one.id === id)) return;
      finished.add(id);
      prefer('class-done', JSON.stringify([...finished].slice(-mostRemembered)));
      waiting = waiting.filter((one) => one.id !== id);
      turn();
    },
    /** Says it anew, in another language. */
    say: show,
  };
}

/** @returns {Set<string>} */
function rememberedIds() {
  try {
    const kept = JSON.parse(preference('class-done') ?? '[]');
    return new Set(Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : []);
  } catch {
    return new Set();
  }
}

/** The first column is the id, the second the name; a first line that says so is no person. @param {string} csv @returns {Classmate[]} */
function classmatesOf(csv) {
  /** @type {Map<string, Classmate>} */
  const found = new Map();
  readCsv(csv).forEach(([id = '', name = ''], line) => {
    const isHeading = line === 0 && /^(id|user_?id|roll( ?(no|number))?\.?|student_?id|आईडी)$/i.test(id);
    if (id !== '' && !isHeading) found.set(id, { id, name });
  });
  return [...found.values()];
}
