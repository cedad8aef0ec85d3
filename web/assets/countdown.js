// @ts-check
/** Counts seconds down in large figures, which are not spoken: the words beside them are. */
import { element } from './element.js';

export function createCountdown() {
  const figures = element('countdown', HTMLParagraphElement);
  let timer = 0;

  function stop() {
    clearInterval(timer);
    figures.hidden = true;
  }

  return {
    stop,
    /** @param {number} seconds @param {() => void} onEnd */
    start: (seconds, onEnd) => {
      stop();
      const end = performance.now() + seconds * 1000;
      const show = () => {
        const left = Math.ceil((end - performance.now()) / 1000);
        figures.textContent = String(Math.max(left, 0));
        if (left > 0) return;
        stop();
        onEnd();
      };
      figures.hidden = false;
      timer = setInterval(show, 250);
      show();
    },
  };
}
