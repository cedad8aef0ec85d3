// @ts-check
/**
 * `<facedesk-kiosk>`: the kiosk in somebody else's page. It takes the kiosk's own page apart and starts the same scripts on it in a
 * shadow root, and tells the page around what happened, but neither how alike faces were nor whom one resembles. docs/embedding.md.
 */
import { presentKey } from './api-key.js';
import { eventOf } from './embed-events.js';
import { startKiosk } from './kiosk.js';
import { text, useLanguage } from './language.js';
import { settle } from './place.js';

/** Where this file came from, which is a service. */
const home = new URL(import.meta.url).origin;

/** From one try to reach the service to the next. */
const againMs = 2000;

/** Shown by one element at a time: there is one camera. @type {FacedeskKiosk | undefined} */
let running;

class FacedeskKiosk extends HTMLElement {
  static observedAttributes = ['server', 'key', 'lang', 'without-id', 'group'];

  #life = new AbortController();

  connectedCallback() {
    void this.#start();
  }

  disconnectedCallback() {
    this.#stop();
  }

  attributeChangedCallback() {
    if (this.isConnected && running === this) void this.#start();
  }

  #stop() {
    this.#life.abort();
    if (running === this) running = undefined;
    this.shadowRoot?.replaceChildren();
  }

  async #start() {
    this.#stop();
    if (running !== undefined) throw new Error('there can be one facedesk-kiosk in a page');
    running = this;
    this.#life = new AbortController();
    const life = this.#life.signal;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const server = new URL(this.getAttribute('server') ?? home, document.baseURI).origin;
    useLanguage(this.lang);
    const kiosk = await this.#page(server, life);
    if (kiosk === undefined) return;
    const { top, styled } = take(kiosk, root);
    await styled;
    if (life.aborted) return;
    top.hidden = false;
    settle({ root, top, service: server, isGuest: true, life });
    presentKey(this.getAttribute('key'));
    startKiosk({
      offersWithoutId: this.hasAttribute('without-id'),
      groups: this.getAttribute('group')?.match(/\S+/g) ?? [],
      onAnswer: (id, answer) => this.#tell(eventOf(id, answer)),
      onConnection: (lost) => this.#tell({ name: lost ? 'facedesk-offline' : 'facedesk-online' }),
    });
    this.#tell({ name: 'facedesk-ready' });
  }

  /** The kiosk's page, once the service gives it. @param {string} server @param {AbortSignal} life @returns {Promise<Document | undefined>} */
  async #page(server, life) {
    for (let tries = 0; !life.aborted; tries += 1) {
      const page = await fetch(`${server}/kiosk`, { signal: life })
        .then((response) => (response.ok ? response.text() : undefined))
        .catch(() => undefined);
      if (page !== undefined) return new DOMParser().parseFromString(page, 'text/html');
      if (tries === 0 && !life.aborted) {
        this.shadowRoot?.replaceChildren(text.connectionLost);
        this.#tell({ name: 'facedesk-offline' });
      }
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
    return undefined;
  }

  /** @param {{ name: string, detail?: object }} event */
  #tell({ name, detail = {} }) {
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));
  }
}

/**
 * Takes over what a kiosk needs of its page: the styles, the buttons, the picture, the field and the dialog.
 * @param {Document} page
 * @param {ShadowRoot} root
 */
function take(page, root) {
  const top = document.createElement('div');
  top.className = `${page.body.className} embedded`;
  top.hidden = true;
  for (const one of page.querySelectorAll('.brand, .pages')) one.remove();
  for (const one of page.querySelectorAll('[autofocus]')) one.removeAttribute('autofocus');
  top.append(...page.body.querySelectorAll(':scope > :is(header, main, dialog)'));
  const sheets = [...page.querySelectorAll('link[rel=stylesheet]')].map(
    (link) => link.getAttribute('href') ?? '',
  );
  const links = [...sheets, '/assets/embed.css'].map(linkTo);
  root.replaceChildren(...links.map(({ link }) => link), top);
  return { top, styled: Promise.all(links.map(({ loaded }) => loaded)) };
}

/** @param {string} path @returns {{ link: HTMLLinkElement, loaded: Promise<unknown> }} */
function linkTo(path) {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  // Asked for as scripts are, so that the service sees whose page it is.
  link.crossOrigin = 'anonymous';
  link.href = new URL(path, home).href;
  const loaded = new Promise((resolve) => {
    link.onload = resolve;
    link.onerror = resolve;
  });
  return { link, loaded };
}

customElements.define('facedesk-kiosk', FacedeskKiosk);
