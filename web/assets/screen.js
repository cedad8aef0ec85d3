// @ts-check
/** Keeps the screen awake while the page is seen, and fills it at a touch where the browser can. */
import { element } from './element.js';
import { place } from './place.js';

export function keepAwake() {
  const { life } = place;
  const wake = async () => {
    if (document.hidden || !('wakeLock' in navigator)) return;
    // A tablet that saves its battery says no; the page works all the same.
    const lock = await navigator.wakeLock.request('screen').catch(() => undefined);
    const sleep = () => void lock?.release();
    if (life.aborted) sleep();
    else life.addEventListener('abort', sleep);
  };
  document.addEventListener('visibilitychange', wake, { signal: life });
  void wake();
}

export function installFullScreen() {
  const button = element('full-screen', HTMLButtonElement);
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener('click', () => {
    if (place.root.fullscreenElement === null) void place.top.requestFullscreen();
    else void document.exitFullscreen();
  });
}
