// @ts-check
/** Charts over time: bars that are stacked, and lines with gaps where there was nothing. */
import { s } from '../dom.js';
import { dateTime, number, tick } from '../format.js';
import { words } from '../words.js';
import { across, evenMarks, figure, footMarks, roundTop, size, up } from './axes.js';

/**
 * @typedef {object} Series
 * @property {string} text
 * @property {'good' | 'bad' | 'warn' | 'accent' | 'soft'} tone
 * @property {readonly (number | null)[]} values one for each start; null where there is nothing to tell
 */

/**
 * @typedef {object} TimeChart
 * @property {string} label
 * @property {readonly string[]} starts of the buckets, as texts of ISO 8601
 * @property {'hour' | 'day'} unit
 * @property {readonly Series[]} series
 * @property {number} [top] of the scale; by the largest value unless told
 */

/** @param {TimeChart} chart */
export function stackedBars(chart) {
  const { starts, series } = chart;
  const sums = starts.map((_, at) => series.reduce((sum, { values }) => sum + (values[at] ?? 0), 0));
  const top = roundTop(Math.max(...sums), 4);
  const gap = Math.min(0.25, 8 / starts.length);
  const bars = starts.map((_, at) => {
    let below = 0;
    return series.map(({ tone, values }) => {
      const value = values[at] ?? 0;
      const [foot, head] = [up(below / top), up((below + value) / top)];
      below += value;
      if (value === 0) return null;
      const x = across((at + gap / 2) / starts.length);
      const width = (across(1) - across(0)) * ((1 - gap) / starts.length);
      return s(
        'g',
        { 'data-tone': tone },
        s('rect', { class: 'bar', x, y: head, width, height: foot - head }),
      );
    });
  });
  return drawn(chart, [...evenMarks(top), ...bars.flat(), ...times(chart)]);
}

/** @param {TimeChart} chart */
export function lines(chart) {
  const { starts, series } = chart;
  const all = series.flatMap(({ values }) => values.filter((value) => value !== null));
  const top = chart.top ?? roundTop(Math.max(...all, 0), 1e-3);
  const paths = series.map(({ tone, values }, order) => {
    const dots = values.flatMap((value, at) => {
      const isAlone =
        value !== null && (values[at - 1] ?? null) === null && (values[at + 1] ?? null) === null;
      return isAlone
        ? [s('circle', { class: 'dot', cx: across((at + 0.5) / starts.length), cy: up(value / top), r: 2.5 })]
        : [];
    });
    return s(
      'g',
      { 'data-tone': tone },
      s('path', { class: order === 0 ? 'line' : 'line thin', d: pathOf(values, top) }),
      ...dots,
    );
  });
  return drawn(chart, [...evenMarks(top), ...paths, ...times(chart)]);
}

/** @param {readonly (number | null)[]} values @param {number} top */
function pathOf(values, top) {
  return values
    .map((value, at) => {
      if (value === null) return '';
      const begins = (values[at - 1] ?? null) === null;
      return `${begins ? 'M' : 'L'}${across((at + 0.5) / values.length).toFixed(1)} ${up(value / top).toFixed(1)}`;
    })
    .join('');
}

/** A few of them, at the middle of their buckets. @param {TimeChart} chart */
function times({ starts, unit }) {
  const every = Math.max(1, Math.ceil(starts.length / (size.width > 400 ? 6 : 4)));
  return footMarks(
    starts.flatMap((start, at) =>
      at % every === 0 ? [{ share: (at + 0.5) / starts.length, text: tick(start, unit) }] : [],
    ),
  );
}

/** @param {TimeChart} chart @param {import('../dom.js').Child[]} drawing */
function drawn({ label, starts, series }, drawing) {
  const rows = starts.map((start, at) => [
    dateTime(start),
    ...series.map(({ values }) =>
      values[at] === null || values[at] === undefined ? '–' : number(values[at], 1),
    ),
  ]);
  return figure({
    label,
    legend: series,
    drawing,
    table: { head: [words().overview.time, ...series.map(({ text }) => text)], rows },
  });
}
