// @ts-check
/** Erases people, after a question and with time to take it back: the service is told when that is over, or the page is left. */
import { path, send } from './api.js';
import { confirm } from './dialogs.js';
import { doUnlessUndone, isWaiting, note, undoSeconds } from './notices.js';
import { go, redraw, to } from './router.js';
import { words } from './words.js';

/** @param {string} id */
export function isBeingErased(id) {
  return isWaiting(keyOf(id));
}

/** Asks first, and goes to the list of those who stay. @param {string} id */
export async function askAndErase(id) {
  const { person } = words();
  const question = {
    title: person.eraseTitle(id),
    body: person.eraseBody(undoSeconds),
    action: person.erase,
  };
  if (!(await confirm(question))) return;
  eraseUnlessUndone(id);
  go(to('people'));
}

/** @param {string} id */
export function eraseUnlessUndone(id) {
  const { person } = words();
  doUnlessUndone({
    key: keyOf(id),
    sentence: person.erasing(id),
    act: async (how) => {
      await send('DELETE', path`/v1/subjects/${id}`, how);
      note(person.erased(id));
    },
    onUndone: redraw,
  });
}

/** Upper and lower case are the same person. @param {string} id */
function keyOf(id) {
  return `person ${id.toLowerCase()}`;
}
