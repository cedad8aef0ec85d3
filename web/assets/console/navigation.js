// @ts-check
/** The menu at the side, or behind a button where the window is narrow. */
import { element } from '../element.js';
import { h, icon, replace } from './dom.js';
import { to } from './router.js';
import { words } from './words.js';

/** @param {readonly import('./sections.js').Section[]} sections @param {string} current */
export function drawNavigation(sections, current) {
  const nav = element('nav', HTMLElement);
  nav.setAttribute('aria-label', words().shell.menu);
  nav.hidden = sections.length === 0;
  element('menu', HTMLButtonElement).hidden = sections.length === 0;
  const items = sections.map(({ id, icon: path }) =>
    h(
      'li',
      null,
      h(
        'a',
        { href: to(id), 'aria-current': id === current && 'page' },
        icon(path),
        h('span', null, words().sections[id]),
      ),
    ),
  );
  replace(nav, h('ul', null, items));
  openMenu(false);
}

export function installMenu() {
  const menu = element('menu', HTMLButtonElement);
  menu.addEventListener('click', () => openMenu(menu.getAttribute('aria-expanded') !== 'true'));
  element('nav', HTMLElement).addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest('a')) openMenu(false);
  });
  addEventListener('keydown', (event) => {
    if (event.key === 'Escape') openMenu(false);
  });
}

/** @param {boolean} isOpen */
function openMenu(isOpen) {
  element('menu', HTMLButtonElement).setAttribute('aria-expanded', String(isOpen));
  element('side', HTMLElement).classList.toggle('open', isOpen);
}
