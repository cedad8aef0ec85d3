// @ts-check
/** The charts of the calibration: how scores are spread, how many strangers pass by where the line is, and what a stricter line costs. */
import { s } from '../dom.js';
import { number, oneIn } from '../format.js';
import { words } from '../words.js';
import { across, figure, footMarks, sideMarks, size, up } from './axes.js';

/**
 * @typedef {{ from: number, width: number, nonMated: readonly number[], mated: readonly number[] | null }} Histogram
 * @typedef {{ score: number, fmr: number, low: number, high: number }} CurvePoint
 * @typedef {{ score: number, fmr: number, fnmr: number }} DetPoint
 */

/** Shares of two groups that differ in size a thousandfold, each to its own height. @param {Histogram} histogram @param {number} threshold */
export function scoreHistogram({ from, width, nonMated, mated }, threshold) {
  const { calibration } = words();
  const bins = Math.max(nonMated.length, mated?.length ?? 0);
  const at = (/** @type {number} */ score) =>
    across(Math.min(1, Math.max(0, (score - from) / (bins * width))));
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
    legend: groups.filter(([, counts]) => counts.length > 0).map(([tone, , text]) => ({ tone, text })),
    drawing: [
      ...sideMarks([{ share: 0, text: '' }]),
      ...areas,
      ...lineMark(at(threshold)),
      ...scoreMarks(from, from + bins * width),
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
  const [first, last] = [points[0]?.score ?? 0, points.at(-1)?.score ?? 1];
  const at = (/** @type {number} */ score) =>
    across(Math.min(1, Math.max(0, (score - first) / (last - first || 1))));
  const height = tenths(Math.min(targetFmr, ...points.map(({ fmr }) => fmr).filter((fmr) => fmr > 0)));
  const join = (/** @type {readonly { score: number, rate: number }[]} */ steps) =>
    steps.map(({ score, rate }) => `${at(score).toFixed(1)} ${height.of(rate).toFixed(1)}`).join('L');
  const upper = points.map(({ score, high }) => ({ score, rate: high }));
  const lower = points.map(({ score, low }) => ({ score, rate: low })).reverse();
  const target = height.of(targetFmr);
  return figure({
    label: calibration.curve,
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
          d: pathText(join(points.map(({ score, fmr }) => ({ score, rate: fmr })))),
        }),
      ),
      s(
        'g',
        { 'data-tone': 'bad' },
        s('line', { class: 'line thin', x1: size.left, x2: size.width - size.right, y1: target, y2: target }),
      ),
      s('text', { x: size.width - size.right, y: target - 5, 'text-anchor': 'end' }, calibration.promiseLine),
      ...lineMark(at(threshold)),
      ...scoreMarks(first, last),
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
  const height = tenths(Math.min(...det.map(({ fmr }) => fmr).filter((fmr) => fmr > 0), 0.001));
  const shown = det.filter(({ fmr }) => fmr > 0);
  const path = shown
    .map(({ fmr, fnmr }) => `${across(fnmr).toFixed(1)} ${height.of(fmr).toFixed(1)}`)
    .join('L');
  const here = [...shown].sort((a, b) => Math.abs(a.score - threshold) - Math.abs(b.score - threshold))[0];
  return figure({
    label: calibration.det,
    drawing: [
      ...height.marks,
      s('g', { 'data-tone': 'accent' }, s('path', { class: 'line', d: pathText(path) })),
      here !== undefined &&
        s(
          'g',
          { 'data-tone': 'bad' },
          s('circle', { class: 'dot', cx: across(here.fnmr), cy: height.of(here.fmr), r: 5 }),
        ),
      ...footMarks([0, 0.25, 0.5, 0.75, 1].map((share) => ({ share, text: `${number(share * 100)} %` }))),
    ],
    table: {
      head: [calibration.score, calibration.fmr, calibration.fnmr],
      rows: det.map(({ score, fmr, fnmr }) => [number(score, 3), number(fmr, 6), number(fnmr, 4)]),
    },
  });
}

/** Where there are no points, there is no path. @param {string} steps @param {string} [end] */
function pathText(steps, end = '') {
  return steps === '' ? '' : `M${steps}${end}`;
}

/** A scale from everybody down to one step below the least. @param {number} least */
function tenths(least) {
  const steps = Math.max(2, Math.ceil(-Math.log10(least)) + 1);
  const of = (/** @type {number} */ rate) =>
    up(1 - Math.min(1, -Math.log10(Math.max(rate, 10 ** -steps)) / steps));
  const marks = sideMarks(
    Array.from({ length: steps + 1 }, (_, step) => ({
      share: 1 - step / steps,
      text: step === 0 ? '1' : shortRate(step),
    })),
  );
  return { of, marks };
}

/** @param {number} step of ten */
function shortRate(step) {
  return step <= 3
    ? oneIn(10 ** -step)
    : `10⁻${[...String(step)].map((digit) => '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)]).join('')}`;
}

/** @param {number} x */
function lineMark(x) {
  return [
    s('line', { class: 'line-mark', x1: x, x2: x, y1: size.top, y2: up(0) }),
    s('text', { x: x + 6, y: size.top + 8 }, words().verdicts.line),
  ];
}

/** @param {number} first @param {number} last */
function scoreMarks(first, last) {
  return footMarks(
    [0, 0.25, 0.5, 0.75, 1].map((share) => ({ share, text: number(first + share * (last - first), 2) })),
  );
}
