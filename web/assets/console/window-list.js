// @ts-check
/**
 * A list of any length on a page that scrolls: only the rows in sight, and a few around them, are elements. Rows have one
 * height, `--row` of .windowed. Further ones are fetched before the end comes into sight.
 */
import { h } from './dom.js';

/** Rows beyond the window on either side, for the keyboard and for quick thumbs. */
const beyond = 12;
/** Rows before the end at which further ones are fetched. */
const ahead = 150;

/**
 * @template T
 * @param {object} list
 * @param {(item: T) => HTMLElement} list.render
 * @param {() => Promise<{ items: readonly T[], more: boolean }>} list.fetchMore further items; false where these are the last
 * @param {(error: unknown) => void} list.onFailed
 * @param {(count: number, complete: boolean) => void} list.onCount
 * @param {AbortSignal} list.signal ends it
 */
export function createWindowList({ render, fetchMore, onFailed, onCount, signal }) {
  const element = h('ul', { class: 'rows windowed', role: 'list' });
  /** @type {T[]} */
  let items = [];
  /** @type {Map<number, HTMLElement>} */
  const shown = new Map();
  let more = true;
  let isFetching = false;
  let isPlanned = false;

  /** In pixels; 0 before it is known. */
  let rowPx = 0;

  function draw() {
    isPlanned = false;
    if (signal.aborted) return;
    rowPx ||= heightOf(element);
    const height = rowPx;
    const top = -element.getBoundingClientRect().top;
    const first = Math.max(0, Math.floor(top / height) - beyond);
    const end = Math.min(items.length, Math.ceil((top + innerHeight) / height) + beyond);
    element.style.blockSize = `${items.length * height}px`;
    for (const [at, row] of shown) {
      const hasFocus = row.contains(document.activeElement);
      if ((at >= first && at < end) || hasFocus) continue;
      row.remove();
      shown.delete(at);
    }
    for (let at = first; at < end; at++) {
      const row = shown.get(at) ?? add(at);
      row.style.insetBlockStart = `${at * height}px`;
      row.setAttribute('aria-setsize', String(more ? -1 : items.length));
    }
    if (more && end > items.length - ahead) void fetchNext();
  }

  /** In the order of the list, which is the order of the keyboard too. @param {number} at */
  function add(at) {
    const row = h('li', { 'aria-posinset': at + 1 }, render(/** @type {T} */ (items[at])));
    const next = [...shown].filter(([other]) => other > at).sort(([a], [b]) => a - b)[0]?.[1];
    element.insertBefore(row, next ?? null);
    shown.set(at, row);
    return row;
  }

  async function fetchNext() {
    if (isFetching) return;
    isFetching = true;
    try {
      const found = await fetchMore();
      if (signal.aborted) return;
      items.push(...found.items);
      more = found.more;
      onCount(items.length, !more);
      plan();
    } catch (error) {
      more = false;
      if (!signal.aborted) onFailed(error);
    } finally {
      isFetching = false;
    }
  }

  function plan() {
    if (isPlanned) return;
    isPlanned = true;
    requestAnimationFrame(draw);
  }

  addEventListener('scroll', plan, { passive: true, signal });
  const measureAnew = () => {
    rowPx = 0;
    plan();
  };
  addEventListener('resize', measureAnew, { passive: true, signal });
  void fetchNext();
  return {
    element,
    /** Leaves out those who are no longer to be seen. @param {(item: T) => boolean} keeps */
    keep: (keeps) => {
      items = items.filter(keeps);
      for (const row of shown.values()) row.remove();
      shown.clear();
      onCount(items.length, !more);
      plan();
    },
  };
}

/** Rows are given in the size of the page's letters. @param {HTMLElement} list */
function heightOf(list) {
  const rootPx = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Number.parseFloat(getComputedStyle(list).getPropertyValue('--row')) * rootPx;
}
