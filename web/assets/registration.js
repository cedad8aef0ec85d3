// @ts-check
/**
 * The page where people are registered: an id, consent, and two or three good photos, which take themselves while the person moves a
 * little. A result stays until the next id, for attendants who looked away; with a class list, the next person follows.
 */
import { askForKey } from './api-key.js';
import { createClassList } from './class-list.js';
import { createCoachBoard } from './coach-board.js';
import { createCoach } from './coach.js';
import { watchConnection } from './connection.js';
import { createConsent } from './consent.js';
import { element } from './element.js';
import { createIdField } from './id-field.js';
import { photoOf } from './jpeg.js';
import { installLanguages, text } from './language.js';
import { takeFiles } from './tray-files.js';
import { createQualityList } from './quality-list.js';
import { registrationResult } from './registration-result.js';
import { createResultBoard } from './result-board.js';
import { installFullScreen, keepAwake } from './screen.js';
import { register } from './service.js';
import { createSounds } from './sounds.js';
import { createStage } from './stage.js';
import { createTray, places } from './tray.js';

/** Photos that do, where a third does not come. */
const enough = 2;

/** Milliseconds between two photos, so that they show different moments. */
const betweenPhotosMs = 1200;

/** Then what there is goes to the service, which says what is wrong. */
const patienceMs = 7000;

/** With a class list the next person waits. */
const classResultMs = 2500;

const form = element('desk', HTMLFormElement);
const go = element('go', HTMLButtonElement);
const next = element('next', HTMLParagraphElement);
const board = createResultBoard();
const sounds = createSounds();
const connection = watchConnection();
const qualityList = createQualityList();
const coachBoard = createCoachBoard((tone) => {
  if (tone === 'seek') return text.stepCloser;
  return (wantsPhoto() ? text.photoNext[tray.usable()] : undefined) ?? text.goodFrame;
});
const consent = createConsent({ onChange: () => guide() });
const tray = createTray(() => guide());

/** @typedef {'ready' | 'collecting' | 'sending'} Phase collecting: Register was pressed before there were enough photos */

/** @type {Phase} */
let phase = 'ready';
/** Whose the photos in the tray are, once they were taken for somebody. */
let photosOf = '';
let lastPhotoAt = -Infinity;
let patienceTimer = 0;
let returnTimer = 0;

const field = createIdField({
  hintWords: () => text.registerHint,
  onEnter: () => void submit(),
  onType: () => {
    dismiss();
    lastPhotoAt = performance.now();
    // Another id is another person: their photos and their consent are not those of this one.
    if (photosOf !== '' && field.value() !== photosOf) startAnew();
    guide();
  },
});

const stage = createStage({
  onChange: () => {
    if (!stage.isLive()) silence();
  },
});

const coach = createCoach({
  still: stage.still,
  policy: 'enrolment',
  onState: (state) => {
    if (state === 'unreachable') connection.doubt();
    if (state !== 'judging') silence();
  },
  onSight: async ({ judgement, still, at }) => {
    qualityList.show(judgement);
    coachBoard.judged(judgement);
    if (judgement.accepted && wantsPhoto() && at - lastPhotoAt > betweenPhotosMs) await take(still, at);
  },
});

const classList = createClassList((classmate) => {
  startAnew();
  field.set(classmate?.id ?? '');
  field.focus();
  guide();
});

function silence() {
  coachBoard.silent();
  qualityList.show(undefined);
}

/** Nobody's face is kept, even in the page, before they agreed. */
function wantsPhoto() {
  return phase !== 'sending' && field.value() !== '' && consent.isGiven() && tray.usable() < places;
}

/** @param {ImageBitmap} still @param {number} at */
async function take(still, at) {
  const photo = await photoOf(still);
  if (!wantsPhoto()) return;
  lastPhotoAt = at;
  photosOf = field.value();
  dismiss();
  tray.add(photo, 'good', '');
  sounds.play('shutter');
  guide();
  if (phase === 'collecting' && tray.usable() >= places) void send();
}

/** Says what comes next. */
function guide() {
  const count = tray.usable();
  const isReady = field.value() !== '' && consent.isGiven();
  const words =
    count >= places ? text.photosDone : isReady ? (text.photoNext[count] ?? '') : text.photosFirst;
  if (next.textContent !== words) next.textContent = words;
}

/** @param {Phase} entered */
function enter(entered) {
  phase = entered;
  clearTimeout(patienceTimer);
  go.disabled = entered === 'sending';
  go.textContent = { ready: text.register, collecting: text.takeNow, sending: text.sending }[entered];
  field.lock(entered === 'sending');
  form.ariaBusy = String(entered === 'sending');
  if (entered === 'sending') coach.hold();
  else coach.resume();
}

function dismiss() {
  clearTimeout(returnTimer);
  board.clear();
  field.calm();
}

function startAnew() {
  if (phase === 'collecting') enter('ready');
  tray.clear();
  consent.withdraw();
  photosOf = '';
}

async function submit() {
  if (phase === 'sending') return;
  if (field.value() === '') return field.complain();
  if (!consent.isGiven()) {
    next.textContent = consent.complain();
    return;
  }
  dismiss();
  tray.dropRefused();
  const fromFiles = tray.usable() > 0 && photosOf === '';
  if (phase === 'collecting' || fromFiles || tray.usable() >= enough) return send();
  enter('collecting');
  await stage.settled();
  const coached = stage.isLive() && (coach.state() === 'judging' || coach.state() === 'waiting');
  if (!coached) return send();
  patienceTimer = setTimeout(() => void send(), patienceMs);
}

async function send() {
  if (phase === 'sending') return;
  const id = field.value();
  enter('sending');
  field.focus();
  try {
    if (tray.usable() === 0) await takeUncoached();
    photosOf = id;
    const photos = tray.photos();
    conclude(id, photos.length === 0 ? undefined : await registerWithKey(id, photos));
  } finally {
    enter('ready');
    guide();
  }
}

/** Where nobody judges frames beforehand, the service judges the photos. */
async function takeUncoached() {
  const still = await stage.still();
  if (still === undefined) return;
  tray.add(await photoOf(still), 'unknown', '');
  still.close();
}

/** @param {string} id @param {Blob[]} photos */
async function registerWithKey(id, photos) {
  const name = classList.classmate(id)?.name ?? '';
  const metadata = { consent: consent.record(), ...(name !== '' && { name }) };
  for (;;) {
    const answer = await register({ id, photos, metadata });
    if (answer.kind !== 'keyNeeded' || !(await askForKey())) return answer;
  }
}

/** @param {string} id @param {import('./service.js').Answer | undefined} answer */
function conclude(id, answer) {
  if (answer?.kind === 'failed') connection.doubt();
  if (answer?.kind === 'photoProblem') tray.report(answer.body);
  const result = registrationResult(id, answer);
  if (answer?.kind === 'accepted') {
    field.set('');
    startAnew();
    classList.finish(id);
    if (classList.isOpen() && result.tone === 'good') returnTimer = setTimeout(dismiss, classResultMs);
  } else field.select();
  board.show(result);
  sounds.play(result.tone);
}

installLanguages(() => {
  for (const one of [stage, sounds, connection, classList]) one.say();
  silence();
  dismiss();
  tray.draw();
  enter(phase);
  guide();
});
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void submit();
});
takeFiles({ tray, onStart: dismiss, onEnd: guide });
installFullScreen();
stage.start();
keepAwake();
tray.draw();
dismiss();
enter('ready');
guide();
