// @ts-check
/** Knows whether the service can be reached, says so over the picture when it cannot, and notices by itself when it is back. */
import { element } from './element.js';
import { text } from './language.js';

/** Milliseconds from one look to the next. */
const pace = { reached: 5000, lost: 1500 };
const timeoutMs = 4000;

export function watchConnection() {
  const note = element('connection', HTMLParagraphElement);
  let lost = false;
  let timer = 0;

  function say() {
    note.hidden = !lost;
    note.textContent = lost ? text.connectionLost : '';
    document.documentElement.dataset.connection = lost ? 'lost' : 'reached';
  }

  async function look() {
    clearTimeout(timer);
    const reached = await fetch('/livez', { signal: AbortSignal.timeout(timeoutMs) })
      .then((response) => response.ok)
      .catch(() => false);
    if (reached === lost) {
      lost = !reached;
      say();
    }
    clearTimeout(timer);
    timer = setTimeout(look, lost ? pace.lost : pace.reached);
  }

  addEventListener('online', () => void look());
  addEventListener('offline', () => void look());
  timer = setTimeout(look, pace.reached);
  return {
    /** Looks at once, because something else failed. */
    doubt: () => {
      if (!lost) void look();
    },
    /** Says it anew, in another language. */
    say,
  };
}
