// @ts-check
/** Counts by what they are of, the most first, each with a bar as long as its share. */
import { h } from '../dom.js';
import { number } from '../format.js';

/** @param {readonly { text: string, count: number }[]} counts */
export function meters(counts) {
  const most = Math.max(...counts.map(({ count }) => count), 1);
  return h(
    'ul',
    { class: 'meters' },
    counts.map(({ text, count }) => {
      const fill = h('div', { class: 'fill' });
      fill.style.inlineSize = `${(count / most) * 100}%`;
      return h(
        'li',
        { class: 'meter' },
        h('span', null, text),
        h('strong', null, number(count)),
        h('div', { class: 'track' }, fill),
      );
    }),
  );
}
