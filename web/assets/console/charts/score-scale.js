// @ts-check
/** A verdict's score on a line, with the band in which a verdict is uncertain and the line above which it is a match. */
import { h, s } from '../dom.js';
import { number } from '../format.js';
import { words } from '../words.js';

const width = 480;
/** Normalised scores that the line shows; those beyond stand at its ends. */
const shown = { from: -0.2, to: 0.5 };

/**
 * @param {{ scores?: { normalisedScore: number }, threshold?: number }} receipt
 * @param {'good' | 'bad' | 'warn' | 'plain'} tone of the verdict, which can be a refusal on either side of the line
 */
export function scoreScale({ scores, threshold = 0 }, tone) {
  const score = scores?.normalisedScore ?? 0;
  const [at, line] = [place(score), place(threshold)];
  const label = words().verdicts.scale(number(score, 3), number(threshold, 3));
  return h(
    'figure',
    { class: 'chart' },
    s(
      'svg',
      { viewBox: `0 0 ${width} 66`, role: 'img', 'aria-label': label },
      s(
        'g',
        { 'data-tone': 'bad' },
        s('rect', { class: 'bar', x: 0, y: 28, width: line, height: 8, rx: 4, opacity: 0.35 }),
      ),
      s(
        'g',
        { 'data-tone': 'good' },
        s('rect', { class: 'bar', x: line, y: 28, width: width - line, height: 8, rx: 4, opacity: 0.35 }),
      ),
      s('line', { class: 'line-mark', x1: line, x2: line, y1: 18, y2: 46 }),
      s('text', { x: line, y: 60, 'text-anchor': 'middle' }, words().verdicts.line),
      s('g', { 'data-tone': tone }, s('circle', { class: 'dot', cx: at, cy: 32, r: 8 })),
      s(
        'text',
        { x: at, y: 14, 'text-anchor': at > width - 60 ? 'end' : at < 60 ? 'start' : 'middle' },
        words().verdicts.here,
      ),
    ),
  );
}

/** @param {number} score */
function place(score) {
  const share = (score - shown.from) / (shown.to - shown.from);
  return Math.min(1, Math.max(0, share)) * (width - 16) + 8;
}
