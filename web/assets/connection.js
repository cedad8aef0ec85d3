// @ts-check
/** Knows whether the service can be reached, says so over the picture when it cannot, and notices by itself when it is back. */
import { element } from './element.js';
import { text } from './language.js';
import { place } from './place.js';

/** Milliseconds from one look to the next. */
const pace = { reached: 5000, lost: 1500 };
const timeoutMs = 4000;

/** @param {{ onChange?: (lost: boolean) => void }} [options] */
export function watchConnection({ onChange } = {}) {
  const { life, service } = place;
  const note = element('connection', HTMLParagraphElement);
  let lost = false;
  let timer = 0;

  function say() {
    note.hidden = !lost;
    note.textContent = lost ? text.connectionLost : '';
  }

  async function look() {
    clearTimeout(timer);
    const reached = await fetch(`${service}/livez`, { signal: AbortSignal.timeout(timeoutMs) })
      .then((response) => response.ok)
      .catch(() => false);
    if (life.aborted) return;
    if (reached === lost) {
      lost = !reached;
      say();
      onChange?.(lost);
    }
    clearTimeout(timer);
    timer = setTimeout(look, lost ? pace.lost : pace.reached);
  }

  addEventListener('online', () => void look(), { signal: life });
  addEventListener('offline', () => void look(), { signal: life });
  life.addEventListener('abort', () => clearTimeout(timer));
  timer = setTimeout(look, pace.reached);
  return {
    /** Looks at once, because something else failed. */
    doubt: () => {
      if (!lost && !life.aborted) void look();
    },
    /** Says it anew, in another language. */
    say,
  };
}
