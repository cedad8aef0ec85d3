// @ts-check
/** Shows a secret once, with a button that copies it. It is in the dialog and nowhere else. */
import { show } from './dialogs.js';
import { h } from './dom.js';
import { button } from './parts.js';
import { words } from './words.js';

/** @param {{ title: string, body: string, secret: string }} what */
export function showSecret({ title, body, secret }) {
  const { shell } = words();
  const place = h('p', { class: 'secret code', tabindex: 0 }, secret);
  const copy = button(shell.copy, async () => {
    // Browsers give no clipboard to pages that came over plain HTTP; there it is selected, to be copied by hand.
    const isCopied = await navigator.clipboard?.writeText(secret).then(
      () => true,
      () => false,
    );
    if (isCopied === true) copy.textContent = shell.copied;
    else getSelection()?.selectAllChildren(place);
  });
  show(title, [h('p', null, body), place, h('div', null, copy)]);
}
