// @ts-check
/** Keeps the screen awake while the page is seen, and fills it at a touch where the browser can. */
import { element } from './element.js';

export function keepAwake() {
  const wake = async () => {
    if (document.hidden || !('wakeLock' in navigator)) return;
    // A tablet that saves its battery says no; the page works all the same.
    await navigator.wakeLock.request('screen').catch(() => undefined);
  };
  document.addEventListener('visibilitychange', wake);
  void wake();
}

export function installFullScreen() {
  const button = element('full-screen', HTMLButtonElement);
  button.hidden = !document.fullscreenEnabled;
  button.addEventListener('click', () => {
    if (document.fullscreenElement === null) void document.documentElement.requestFullscreen();
    else void document.exitFullscreen();
  });
}
