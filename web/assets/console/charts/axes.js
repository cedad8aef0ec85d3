// @ts-check
/** What charts share: their size, the lines behind them, the words below, and their figures as a table for whoever reads those. */
import { h, s } from '../dom.js';
import { number } from '../format.js';
import { words } from '../words.js';

/** In the units of the drawing, which is as wide as its card: fewer of them where that is narrow, so that words stay readable. */
export const size = {
  get width() {
    return matchMedia('(width < 56rem)').matches ? 320 : 460;
  },
  height: 190,
  left: 62,
  right: 8,
  top: 10,
  bottom: 24,
};

/** @param {number} share 0 at the left, 1 at the right */
export function across(share) {
  return size.left + share * (size.width - size.left - size.right);
}

/** @param {number} share 0 at the bottom, 1 at the top */
export function up(share) {
  return size.top + (1 - share) * (size.height - size.top - size.bottom);
}

/** A round number that is not below this one, and splits into four round parts. @param {number} most @param {number} least of the scale */
export function roundTop(most, least) {
  if (most <= least) return least;
  const step = 10 ** Math.floor(Math.log10(most / 4));
  return ([1, 2, 2.5, 5, 10].find((one) => one * step * 4 >= most) ?? 10) * step * 4;
}

/** Lines and numbers at the side. @param {readonly { share: number, text: string }[]} marks */
export function sideMarks(marks) {
  return marks.map(({ share, text }) =>
    s(
      'g',
      null,
      s('line', {
        class: share === 0 ? 'axis' : 'grid',
        x1: size.left,
        x2: size.width - size.right,
        y1: up(share),
        y2: up(share),
      }),
      s('text', { x: size.left - 8, y: up(share) + 4, 'text-anchor': 'end' }, text),
    ),
  );
}

/** Four steps from nothing to the top. @param {number} top */
export function evenMarks(top) {
  return sideMarks(
    [0, 0.25, 0.5, 0.75, 1].map((share) => ({ share, text: number(share * top, top < 1 ? 4 : 2) })),
  );
}

/** Round numbers below, of which there are a few. @param {number} first @param {number} last */
export function roundMarks(first, last) {
  const most = size.width > 400 ? 7 : 5;
  const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];
  const step = steps.find((one) => (last - first) / one <= most) ?? 2;
  const from = Math.ceil(first / step - 1e-9);
  const count = Math.floor(last / step + 1e-9) - from + 1;
  return footMarks(
    Array.from({ length: Math.max(0, count) }, (_, at) => {
      const value = (from + at) * step;
      return { share: (value - first) / (last - first), text: number(value, 2) };
    }),
  );
}

/** Words below. @param {readonly { share: number, text: string }[]} marks */
export function footMarks(marks) {
  return marks.map(({ share, text }) => {
    // At the left there is room beside the drawing.
    const anchor = share > 0.95 ? 'end' : 'middle';
    return s('text', { x: across(share), y: size.height - 6, 'text-anchor': anchor }, text);
  });
}

/**
 * A drawing with its legend, and its figures as a table behind it.
 * @param {object} parts
 * @param {string} parts.label what it shows, for screen readers
 * @param {{ up?: string, across?: string }} [parts.axes] what the scales are of
 * @param {readonly { tone: string, text: string }[]} [parts.legend]
 * @param {import('../dom.js').Child[]} parts.drawing
 * @param {{ head: readonly string[], rows: readonly (readonly (string | number)[])[] }} parts.table
 */
export function figure({ label, axes = {}, legend = [], drawing, table }) {
  const view = { viewBox: `0 0 ${size.width} ${size.height}`, role: 'img', 'aria-label': label };
  return h(
    'figure',
    { class: 'chart' },
    axes.up !== undefined && h('p', { class: 'axis-name', 'aria-hidden': 'true' }, `↑ ${axes.up}`),
    s('svg', view, ...drawing),
    axes.across !== undefined &&
      h('p', { class: 'axis-name end', 'aria-hidden': 'true' }, `${axes.across} →`),
    legend.length > 0 &&
      h(
        'ul',
        { class: 'legend' },
        legend.map(({ tone, text }) =>
          h('li', null, h('span', { class: 'swatch', 'data-tone': tone }), text),
        ),
      ),
    h(
      'details',
      null,
      h('summary', null, words().shell.figures),
      h(
        'div',
        { class: 'scrolls', tabindex: 0, role: 'region', 'aria-label': label },
        h(
          'table',
          null,
          h(
            'thead',
            null,
            h(
              'tr',
              null,
              table.head.map((text) => h('th', { scope: 'col' }, text)),
            ),
          ),
          h(
            'tbody',
            null,
            table.rows.map((row) =>
              h(
                'tr',
                null,
                row.map((cell) => h('td', null, cell)),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
