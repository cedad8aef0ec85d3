// @ts-check
/** The charts of the calibration: how scores are spread, how many strangers pass by where the line is, and what a stricter line costs. */
import { s } from '../dom.js';
import { number, short } from '../format.js';
import { words } from '../words.js';
import { across, figure, footMarks, roundMarks, sideMarks, size, up } from './axes.js';

/**
 * @typedef {{ from: number, width: number, nonMated: readonly number[], mated: readonly number[] | null }} Histogram
 * @typedef {{ score: number, fmr: number, low: number, high: number }} CurvePoint
 * @typedef {{ score: number, fmr: number, fnmr: number }} DetPoint
 */

/** Shares of two groups that differ in size a thousandfold, each to its own height. @param {Histogram} histogram @param {number} threshold */
export function scoreHistogram({ from, width, nonMated, mated }, threshold) {
  const { calibration } = words();
  const bins = Math.max(nonMated.length, mated?.length ?? 0);
  const { first, last } = reach([nonMated, mated ?? []], { from, width, threshold });
  const at = (/** @type {number} */ score) =>
    across(Math.min(1, Math.max(0, (score - first) / (last - first))));
  const groups = /** @type {const} */ ([
    ['bad', nonMated, calibration.strangers],
    ['good', mated ?? [], calibration.mated],
  ]);
  const areas = groups.map(([tone, counts]) => {
    const most = Math.max(...counts, 1);
    const tops = counts.map(
      (count, bin) => `L${at(from + (bin + 0.5) * width).toFixed(1)} ${up((count / most) * 0.95).toFixed(1)}`,
    );
    const ground = up(0).toFixed(1);
    return s(
      'g',
      { 'data-tone': tone },
      s('path', {
        class: 'area',
        d: `M${at(from)} ${ground}${tops.join('')}L${at(from + counts.length * width)} ${ground}Z`,
      }),
      s('path', { class: 'line', d: `M${at(from)} ${ground}${tops.join('')}` }),
    );
  });
  return figure({
    label: calibration.histogram,
    axes: { across: calibration.score },
    legend: groups.filter(([, counts]) => counts.length > 0).map(([tone, , text]) => ({ tone, text })),
    drawing: [
      ...sideMarks([{ share: 0, text: '' }]),
      ...areas,
      ...lineMark(at(threshold)),
      ...roundMarks(first, last),
    ],
    table: {
      head: [calibration.score, calibration.strangers, calibration.mated],
      rows: Array.from({ length: bins }, (_, bin) => [
        number(from + bin * width, 3),
        nonMated[bin] ?? 0,
        mated === null ? '–' : (mated[bin] ?? 0),
      ]),
    },
  });
}

/** The rate on a scale of tenths, since it is small. @param {readonly CurvePoint[]} curve @param {{ threshold: number, targetFmr: number }} line */
export function rateCurve(curve, { threshold, targetFmr }) {
  const { calibration } = words();
  const points = [...curve].sort((a, b) => a.score - b.score);
  const height = tenths(targetFmr / 100);
  // Where nobody passes any more there is nothing to see.
  const end = points.findIndex(({ fmr }) => fmr < height.least);
  const shown = end < 0 ? points : points.slice(0, end + 1);
  const [first, last] = [shown[0]?.score ?? 0, shown.at(-1)?.score ?? 1];
  const at = (/** @type {number} */ score) =>
    across(Math.min(1, Math.max(0, (score - first) / (last - first || 1))));
  const join = (/** @type {readonly { score: number, rate: number }[]} */ steps) =>
    steps.map(({ score, rate }) => `${at(score).toFixed(1)} ${height.of(rate).toFixed(1)}`).join('L');
  const upper = shown.map(({ score, high }) => ({ score, rate: high }));
  const lower = shown.map(({ score, low }) => ({ score, rate: low })).reverse();
  const target = height.of(targetFmr);
  return figure({
    label: calibration.curve,
    axes: { up: calibration.fmr, across: calibration.score },
    drawing: [
      ...height.marks,
      s(
        'g',
        { 'data-tone': 'accent' },
        s('path', { class: 'area', d: pathText(join([...upper, ...lower]), 'Z') }),
      ),
      s(
        'g',
        { 'data-tone': 'accent' },
        s('path', {
          class: 'line',
          d: pathText(join(shown.map(({ score, fmr }) => ({ score, rate: fmr })))),
        }),
      ),
      s(
        'g',
        { 'data-tone': 'bad' },
        s('line', { class: 'line thin', x1: size.left, x2: size.width - size.right, y1: target, y2: target }),
      ),
      s('text', { x: size.width - size.right, y: target - 5, 'text-anchor': 'end' }, calibration.promiseLine),
      ...lineMark(at(threshold)),
      ...roundMarks(first, last),
    ],
    table: {
      head: [calibration.score, calibration.fmr, '2.5 %', '97.5 %'],
      rows: points.map(({ score, fmr, low, high }) => [
        number(score, 3),
        number(fmr, 6),
        number(low, 6),
        number(high, 6),
      ]),
    },
  });
}

/** Both rates by tenths: detection error tradeoff. @param {readonly DetPoint[]} det @param {number} threshold */
export function detCurve(det, threshold) {
  const { calibration } = words();
  const shown = det.filter(({ fmr }) => fmr > 0);
  const least = (/** @type {number[]} */ rates) => Math.min(0.01, ...rates.filter((rate) => rate > 0));
  const height = tenths(least(shown.map(({ fmr }) => fmr)));
  const breadth = Math.max(2, Math.ceil(-Math.log10(least(shown.map(({ fnmr }) => fnmr)))));
  const x = (/** @type {number} */ fnmr) =>
    across(1 + Math.max(-breadth, Math.log10(Math.max(fnmr, 1e-9))) / breadth);
  const path = shown.map(({ fmr, fnmr }) => `${x(fnmr).toFixed(1)} ${height.of(fmr).toFixed(1)}`).join('L');
  const here = atLine(shown, threshold);
  return figure({
    label: calibration.det,
    axes: { up: calibration.fmr, across: calibration.fnmr },
    legend: [{ tone: 'bad', text: calibration.here }],
    drawing: [
      ...height.marks,
      s('g', { 'data-tone': 'accent' }, s('path', { class: 'line', d: pathText(path) })),
      here !== undefined &&
        s(
          'g',
          { 'data-tone': 'bad' },
          s('circle', { class: 'dot', cx: x(here.fnmr), cy: height.of(here.fmr), r: 5 }),
        ),
      ...footMarks(
        Array.from({ length: breadth + 1 }, (_, step) => ({
          share: step / breadth,
          text: `${step === 0 ? '≤ ' : ''}${number(100 * 10 ** (step - breadth), 4)} %`,
        })),
      ),
    ],
    table: {
      head: [calibration.score, calibration.fmr, calibration.fnmr],
      rows: det.map(({ score, fmr, fnmr }) => [number(score, 3), number(fmr, 6), number(fnmr, 4)]),
    },
  });
}

/** What a line between two of those that were counted means, in between as well. @param {readonly DetPoint[]} points rising @param {number} threshold */
function atLine(points, threshold) {
  const next = points.findIndex(({ score }) => score >= threshold);
  const [before, after] = [points[next - 1], points[next]];
  if (before === undefined || after === undefined) return points.at(-1);
  const share = (threshold - before.score) / (after.score - before.score);
  return {
    fmr: before.fmr ** (1 - share) * after.fmr ** share,
    fnmr: before.fnmr + share * (after.fnmr - before.fnmr),
  };
}

/**
 * The scores between which there is anything to see, and the line.
 * @param {readonly (readonly number[])[]} groups
 * @param {{ from: number, width: number, threshold: number }} bins
 */
function reach(groups, { from, width, threshold }) {
  const used = groups.flatMap((counts) => counts.flatMap((count, bin) => (count > 0 ? [bin] : [])));
  if (used.length === 0) return { first: from, last: from + width * Math.max(groups[0]?.length ?? 1, 1) };
  return {
    first: Math.min(from + (Math.min(...used) - 1) * width, threshold - width),
    last: Math.max(from + (Math.max(...used) + 2) * width, threshold + width),
  };
}

/** Where there are no points, there is no path. @param {string} steps @param {string} [end] */
function pathText(steps, end = '') {
  return steps === '' ? '' : `M${steps}${end}`;
}

/** The finest step that is drawn; a thousandth of that is beyond what any gallery can tell. */
const mostSteps = 8;

/** A scale by tenths from everybody down to the step at or below the least. @param {number} least */
function tenths(least) {
  const steps = Math.min(mostSteps, Math.max(2, Math.ceil(-Math.log10(least) - 1e-9)));
  const of = (/** @type {number} */ rate) =>
    up(1 - Math.min(1, -Math.log10(Math.max(rate, 10 ** -steps)) / steps));
  const marks = sideMarks(
    Array.from({ length: steps + 1 }, (_, step) => ({
      share: 1 - step / steps,
      text: step === 0 ? words().calibration.everybody : words().shell.oneIn(short(10 ** step)),
    })),
  );
  return { of, marks, least: 10 ** -steps };
}

/** @param {number} x */
function lineMark(x) {
  return [
    s('line', { class: 'line-mark', x1: x, x2: x, y1: size.top, y2: up(0) }),
    s('text', { x: x + 6, y: size.top + 8 }, words().verdicts.line),
  ];
}
