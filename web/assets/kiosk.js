// @ts-check
/**
 * At the entrance: is this person who they say they are? As soon as there are an id and a good picture, photos of that moment go to
 * the service; its answer is shown large, and all is ready for the next person by itself. The same on the page and embedded.
 */
import { createChosenPhoto } from './chosen-photo.js';
import { createCoachBoard } from './coach-board.js';
import { createCoach } from './coach.js';
import { scanCodes } from './code-scanner.js';
import { watchConnection } from './connection.js';
import { createCountdown } from './countdown.js';
import { element } from './element.js';
import { mayFind } from './finding.js';
import { createIdField } from './id-field.js';
import { photoOf } from './jpeg.js';
import { kioskResult } from './kiosk-result.js';
import { installLanguages, text } from './language.js';
import { place } from './place.js';
import { createResultBoard } from './result-board.js';
import { installFullScreen, keepAwake } from './screen.js';
import { createSounds } from './sounds.js';
import { createStage } from './stage.js';
import { createVisit } from './visit.js';

/** A picture that was good this short a time ago is good still. */
const freshMs = 600;

/** Then the service says what is wrong with the photo, whatever the coach thinks. */
const patienceMs = 6000;

/** Advice stays longer, since it is to be followed while it is read. */
const showsForMs = { good: 4000, bad: 6000, advice: 12_000 };

/** @typedef {'ready' | 'looking' | 'sending'} Phase looking: an id is there, and a good picture is awaited */

/**
 * Starts it on the elements of the place.
 * @param {object} [options]
 * @param {boolean} [options.offersWithoutId] whether people may ask to be found without an id, where the key of the page allows it
 * @param {readonly string[]} [options.groups] whose members are looked for then; none for everybody
 * @param {(id: string | null, answer: import('./visit.js').Outcome | undefined) => void} [options.onAnswer] null: no id was given; undefined: there was no photo
 * @param {(lost: boolean) => void} [options.onConnection]
 */
export function startKiosk({ offersWithoutId = true, groups = [], onAnswer, onConnection } = {}) {
  const { life } = place;
  const form = element('desk', HTMLFormElement);
  const go = element('go', HTMLButtonElement);
  const again = element('again', HTMLButtonElement);
  const withoutId = element('without-id', HTMLButtonElement);
  const board = createResultBoard();
  const countdown = createCountdown();
  const sounds = createSounds();
  const connection = watchConnection({
    onChange: (lost) => {
      onConnection?.(lost);
      if (!lost) void offer();
    },
  });
  const coachBoard = createCoachBoard((tone) => {
    if (tone === 'seek') return text.stepCloser;
    return phase === 'looking' ? text.goodFrame : text.goodNowId;
  });

  /** @type {Phase} */
  let phase = 'ready';
  let lastGoodAt = -Infinity;
  let lastId = '';
  /** Whether whoever is before the camera asked to be found without an id. */
  let isSought = false;
  let returnTimer = 0;
  let patienceTimer = 0;

  const field = createIdField({
    hintWords: () => text.verifyHint,
    onEnter: () => void begin(),
    onType: () => {
      if (phase === 'looking') enter('ready');
      dismiss();
    },
  });

  const stage = createStage({
    onChange: () => {
      element('file-label', HTMLLabelElement).hidden = !stage.isBroken();
      if (!stage.isLive()) coachBoard.silent();
    },
  });

  const file = createChosenPhoto({ stage, onChoice: dismiss });
  const visit = createVisit({ stage, file, sounds, groups, onKey: () => void offer() });

  const coach = createCoach({
    still: async () => (board.isShown() ? undefined : stage.still()),
    policy: 'verification',
    onState: (state) => {
      if (state === 'unreachable') connection.doubt();
      if (state !== 'judging') coachBoard.silent();
    },
    onSight: async ({ judgement, still, at }) => {
      if (phase === 'sending' || board.isShown()) return;
      coachBoard.judged(judgement);
      lastGoodAt = judgement.accepted ? at : -Infinity;
      if (phase === 'looking' && judgement.accepted) void send(await photoOf(still));
    },
  });

  /** Offers to do without an id where that is allowed, which another key changes. */
  async function offer() {
    const isAllowed = offersWithoutId && (await mayFind());
    if (!life.aborted) withoutId.hidden = !isAllowed;
  }

  /** Asked after a wait, in which it may have changed. */
  function isLooking() {
    return phase === 'looking';
  }

  /** @param {Phase} next */
  function enter(next) {
    phase = next;
    clearTimeout(patienceTimer);
    form.dataset.phase = next;
    go.disabled = next === 'sending';
    withoutId.disabled = next === 'sending';
    if (next === 'ready') isSought = false;
    go.textContent = { ready: text.verify, looking: text.takeNow, sending: text.sending }[next];
    field.lock(next === 'sending');
    form.ariaBusy = String(next === 'sending');
    if (next === 'sending') coach.hold();
    else coach.resume();
  }

  function dismiss() {
    clearTimeout(returnTimer);
    countdown.stop();
    board.clear();
    again.hidden = true;
    field.calm();
  }

  /** There is an id, or none is wanted: waits for a good picture, or takes it at once where there was one just now. */
  async function begin() {
    if (phase === 'sending') return;
    if (phase === 'looking') return send();
    if (!isSought && field.value() === '') return field.complain();
    dismiss();
    enter('looking');
    await stage.settled();
    if (!isLooking()) return;
    const coached = stage.isLive() && (coach.state() === 'judging' || coach.state() === 'waiting');
    const isGood = performance.now() - lastGoodAt < freshMs;
    if (!coached || isGood) return send();
    patienceTimer = setTimeout(() => void send(), patienceMs);
  }

  /** @param {Blob} [first] a photo that was found good */
  async function send(first) {
    if (phase === 'sending') return;
    const id = isSought ? null : field.value();
    if (id === '') return field.complain();
    dismiss();
    enter('sending');
    coachBoard.silent();
    // Only now that it is read-only.
    field.focus();
    try {
      conclude(id, await (id === null ? visit.askWithoutId(first) : visit.ask(id, first)));
    } finally {
      lastGoodAt = -Infinity;
      stage.thaw();
      enter('ready');
    }
  }

  /** @param {string | null} id @param {import('./visit.js').Outcome | undefined} answer */
  function conclude(id, answer) {
    if (life.aborted) return;
    onAnswer?.(id, answer);
    const result = kioskResult(id, answer);
    if (answer?.kind === 'failed') connection.doubt();
    else if (answer !== undefined && answer.kind !== 'keyNeeded') file.drop();
    lastId = id ?? '';
    board.show(result);
    sounds.play(result.tone);
    again.hidden = !result.again || id === null || stage.isBroken();
    if (result.tone === 'advice') field.select();
    else field.set('');
    if (answer?.kind === 'paused') countdown.start(answer.seconds, becomeReady);
    else returnTimer = setTimeout(becomeReady, showsForMs[result.tone]);
  }

  function becomeReady() {
    if (phase !== 'ready') return;
    dismiss();
    field.set('');
    field.focus();
  }

  installLanguages(() => {
    for (const one of [stage, sounds, connection]) one.say();
    coachBoard.silent();
    dismiss();
    enter(phase);
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    // The button takes the photo at once; Enter in the field waits for a good moment.
    void send();
  });
  again.addEventListener('click', () => {
    field.set(lastId);
    field.focus();
    void begin();
  });
  withoutId.addEventListener('click', () => {
    if (!isSought) {
      enter('ready');
      field.set('');
      isSought = true;
    }
    void begin();
  });
  installFullScreen();
  stage.start();
  keepAwake();
  void scanCodes({
    still: stage.still,
    isWanted: () => phase === 'ready' && field.value() === '' && !board.isShown(),
    onId: (id) => {
      field.set(id);
      void begin();
    },
  });
  dismiss();
  enter('ready');
  void offer();
}
