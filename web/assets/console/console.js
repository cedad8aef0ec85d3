// @ts-check
/** Starts the console: who is it, what may they see, and which section does the address name. */
import { watchConnection } from '../connection.js';
import { element } from '../element.js';
import { installLanguages } from '../language.js';
import { Failure, onTrouble } from './api.js';
import { h, replace } from './dom.js';
import { drawNavigation, installMenu } from './navigation.js';
import { currentRoute } from './router.js';
import { allowedSections } from './sections.js';
import { hasOwnKey, recognise, signedIn, signOut } from './session.js';
import { showSignIn } from './sign-in.js';
import { words } from './words.js';

const main = element('main', HTMLElement);
const signOutButton = element('sign-out', HTMLButtonElement);
const connection = watchConnection();

/** Ends what the section before has begun. */
let leaving = new AbortController();

function draw() {
  leaving.abort();
  leaving = new AbortController();
  const { shell } = words();
  element('skip', HTMLAnchorElement).textContent = shell.skip;
  element('menu', HTMLButtonElement).setAttribute('aria-label', shell.menu);
  signOutButton.textContent = shell.signOut;
  signOutButton.hidden = !hasOwnKey();
  connection.say();
  if (signedIn() === null) drawNavigation([], '');
  else drawSection();
}

function drawSection() {
  const { section: id, rest, query } = currentRoute();
  const sections = allowedSections();
  const section = sections.find((one) => one.id === id) ?? (id === '' ? sections[0] : undefined);
  drawNavigation(sections, section?.id ?? '');
  const view = h('div', { class: 'view' });
  replace(main, view);
  if (section === undefined) {
    replace(view, h('h1', null, words().shell.notHereTitle), h('p', null, words().shell.notHere));
    document.title = words().shell.pageTitle(words().shell.notHereTitle);
    return;
  }
  document.title = words().shell.pageTitle(words().sections[section.id]);
  section.open({ view, rest, query, signal: leaving.signal });
}

/** @param {string} [reason] why the service does not know who this is */
function askWho(reason) {
  signOut();
  draw();
  document.title = words().shell.pageTitle(words().signIn.title);
  showSignIn(main, { reason, onSignedIn: draw });
}

/** @param {unknown} error */
function drawTrouble(error) {
  const again = h('button', { type: 'button', class: 'button', onclick: start }, words().shell.again);
  const sentence = error instanceof Error ? error.message : String(error);
  replace(main, h('div', { class: 'empty', role: 'alert' }, h('p', null, sentence), again));
}

async function start() {
  try {
    await recognise();
    draw();
  } catch (error) {
    draw();
    if (error instanceof Failure && error.status === 401) askWho();
    else drawTrouble(error);
  }
}

onTrouble({
  unauthorised: () => {
    if (signedIn() !== null) askWho(hasOwnKey() ? words().signIn.expired : words().signIn.keysNow);
  },
  unreachable: connection.doubt,
});
installMenu();
element('skip', HTMLAnchorElement).addEventListener('click', (event) => {
  // What stands behind # is the place, which stays.
  event.preventDefault();
  main.focus();
});
installLanguages(() => (signedIn() === null ? askWho() : draw()));
signOutButton.addEventListener('click', () => askWho());
addEventListener('hashchange', () => {
  if (signedIn() === null) return;
  draw();
  // A new place begins at its top, and screen readers begin with it.
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
});
void start();
