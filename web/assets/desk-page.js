// @ts-check
/**
 * What both pages do: an id and a photo go to the service, its answer is shown large, and the page is ready for the next
 * person. A barcode scanner is a keyboard: whatever it types lands in the id field, and its Enter sends.
 */
import { askForKey } from './api-key.js';
import { element } from './element.js';
import { createResultBoard } from './result-board.js';
import { sendPhoto } from './service.js';
import { createStage } from './stage.js';
import { fillTexts, text } from './text.js';

/**
 * @typedef {object} Page
 * @property {'/register/' | '/verify/'} path
 * @property {string} action the button's word
 * @property {string} hint
 * @property {'always' | 'withoutCamera'} offersFile
 * @property {(id: string, recognition: string | undefined) => { title: string, detail: string }} accepted
 * @property {string} refusedNext what to do after a refusal
 * @property {boolean} keepsRefusedId
 * @property {(tone: import('./result-board.js').Result['tone']) => number | undefined} showsForMs undefined: until the next
 * person begins
 */

/** @param {Page} page */
export function startDeskPage(page) {
  fillTexts();
  const form = element('desk', HTMLFormElement);
  const idField = element('id', HTMLInputElement);
  const hint = element('id-hint', HTMLParagraphElement);
  const go = element('go', HTMLButtonElement);
  const board = createResultBoard();
  const stage = createStage({ offersFile: page.offersFile, onPhotoChosen: dismiss });
  let sending = false;
  let returnTimer = 0;

  function dismiss() {
    clearTimeout(returnTimer);
    board.clear();
    // Setting the same words again would make a screen reader say them again.
    if (hint.textContent !== page.hint) hint.textContent = page.hint;
    idField.removeAttribute('aria-invalid');
  }

  function complain() {
    hint.textContent = text.idMissing;
    idField.setAttribute('aria-invalid', 'true');
    idField.focus();
  }

  /** @param {boolean} busy */
  function setSending(busy) {
    sending = busy;
    go.disabled = busy;
    go.textContent = busy ? text.sending : page.action;
    idField.readOnly = busy;
    form.ariaBusy = String(busy);
  }

  async function submit() {
    if (sending) return;
    const id = idField.value.trim();
    if (id === '') return complain();
    dismiss();
    setSending(true);
    // Only now that it is read-only: a tablet would cover the page with its keyboard.
    idField.focus();
    try {
      const image = await stage.takePhoto();
      const answer = image === undefined ? undefined : await sendWithKey(id, image);
      conclude(id, answer);
    } finally {
      setSending(false);
      idField.focus();
    }
  }

  /** @param {string} id @param {Blob} image */
  async function sendWithKey(id, image) {
    for (;;) {
      const answer = await sendPhoto({ path: page.path, id, image });
      if (answer.kind !== 'keyNeeded' || !(await askForKey())) return answer;
    }
  }

  /** @param {string} id @param {import('./service.js').Answer | undefined} answer undefined: there was no photo */
  function conclude(id, answer) {
    const result = resultOf(page, id, answer);
    const keepsId = result.tone === 'advice' || (result.tone === 'bad' && page.keepsRefusedId);
    stage.release({ keepsFile: answer?.kind === 'failed' || answer?.kind === 'keyNeeded' });
    board.show(result);
    // What is kept is selected, so that the next person's scan replaces it.
    if (keepsId) idField.select();
    else idField.value = '';
    const showsForMs = page.showsForMs(result.tone);
    if (showsForMs !== undefined) returnTimer = setTimeout(becomeReady, showsForMs);
  }

  function becomeReady() {
    dismiss();
    idField.value = '';
    idField.focus();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit();
  });
  idField.addEventListener('input', dismiss);
  document.addEventListener('keydown', ({ target, key, ctrlKey, metaKey, altKey }) => {
    const types = key.length === 1 && !ctrlKey && !metaKey && !altKey;
    if (target === document.body && types) idField.focus();
  });
  dismiss();
  setSending(false);
}

/**
 * @param {Page} page
 * @param {string} id
 * @param {import('./service.js').Answer | undefined} answer
 * @returns {import('./result-board.js').Result}
 */
function resultOf(page, id, answer) {
  switch (answer?.kind) {
    case undefined:
      return { tone: 'advice', title: text.noPhotoTitle, detail: text.noPhotoDetail };
    case 'keyNeeded':
      return { tone: 'advice', title: text.keyMissingTitle, detail: text.keyMissingDetail };
    case 'accepted':
      return { tone: 'good', ...page.accepted(id, answer.recognition) };
    case 'refused':
      return { tone: 'bad', title: answer.sentence, detail: page.refusedNext };
    case 'photoProblem':
      return { tone: 'advice', ...headline(answer.sentence) };
    case 'failed': {
      const { title, detail } = headline(answer.sentence);
      const { retryAfterSeconds, requestId } = answer;
      const next =
        retryAfterSeconds === undefined
          ? text.retry(page.action)
          : text.retryAfter(retryAfterSeconds, page.action);
      const parts = retryAfterSeconds === undefined ? [detail, next] : [next];
      if (requestId !== undefined) parts.push(text.requestId(requestId));
      return { tone: 'advice', title, detail: parts.join(' ').trim() };
    }
  }
}

/** The first sentence large, the rest below it. @param {string} sentences */
function headline(sentences) {
  const [title = '', ...rest] = sentences.split(/(?<=[.!?]) /);
  return { title, detail: rest.join(' ') };
}
