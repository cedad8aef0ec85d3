/** The trade-off between letting strangers in and refusing the right people, as a DET chart: both axes in probits. */
import type { DetPoint } from '../../domain/accuracy/score-counts.js';
import type { EvaluationFindings } from '../../services/evaluation-findings.js';
import type { AccuracyRates, EvaluationReport } from '../../services/evaluation-report.js';
import { type Axis, chart, type Frame, line, type Point, whisker } from './chart-frame.js';
import { html, type Html, nothing } from './html.js';
import { shortPercent } from './numbers.js';
import { probit } from './probit.js';

const rates = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 0.1, 0.2, 0.4, 0.6, 0.8, 0.9];

/** Both curves, with the stated rates and their intervals on them. */
export function detChart(report: EvaluationReport, { raw, normalised }: EvaluationFindings): Html {
  const frame = detFrame(report, [...raw.det, ...(normalised?.det ?? [])]);
  return chart(frame, [
    curve(frame, raw.det, 'raw'),
    normalised === undefined ? nothing : curve(frame, normalised.det, 'normalised'),
    ...statedRates(frame, report.raw, 'raw'),
    ...statedRates(frame, report.normalised, 'normalised'),
  ]);
}

/** As far down as one error in all pairs goes, and no further: there is nothing beyond. */
function detFrame({ matedPairs, nonMatedPairs }: EvaluationReport, points: readonly DetPoint[]): Frame {
  const [leastFmr, leastFnmr] = [1 / Math.max(nonMatedPairs, 100), 1 / Math.max(matedPairs, 100)];
  const mostFnmr = Math.max(0.1, ...points.filter(({ fmr }) => fmr >= leastFmr).map(({ fnmr }) => fnmr));
  return {
    summary:
      'Share of rightful attempts refused against share of strangers let in, by raw and by normalised score.',
    x: probitAxis({
      title: 'strangers let in (false match rate)',
      least: leastFmr,
      most: 0.4,
      labelSize: 0.11,
    }),
    y: probitAxis({
      title: 'rightful refused (false non-match rate)',
      least: leastFnmr,
      most: Math.min(0.95, mostFnmr),
      labelSize: 0.05,
    }),
  };
}

interface AxisEnds {
  readonly title: string;
  readonly least: number;
  readonly most: number;
  /** Share of the axis that a label takes; one that would run into the next is left out. */
  readonly labelSize: number;
}

function probitAxis({ title, least, most, labelSize }: AxisEnds): Axis {
  const [from, to] = [probit(least), probit(most)];
  const place = (value: number): number => {
    if (value <= 0) return 0;
    return value >= 1 ? 1 : (probit(value) - from) / (to - from);
  };
  const ticks = rates
    .filter((rate) => rate >= least && rate <= most)
    .filter((rate, at, all) => at === all.length - 1 || place(all[at + 1]!) - place(rate) >= labelSize);
  return { title, place, ticks: ticks.map((value) => ({ value, label: shortPercent(value) })) };
}

function curve(frame: Frame, points: readonly DetPoint[], className: string): Html {
  const shown = points
    .map(({ fmr, fnmr }): Point => ({ x: fmr, y: fnmr }))
    .filter(({ x, y }) => frame.x.place(x) > 0 && frame.x.place(x) < 1 && frame.y.place(y) > 0);
  return html`<path class="curve ${className}" d="${line(frame, thinned(frame, shown))}" />`;
}

/** Leaves out points that would be drawn over the one before. */
function thinned(frame: Frame, points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    const near = (axis: Axis, a: number, b: number): boolean =>
      Math.abs(axis.place(a) - axis.place(b)) < 0.003;
    if (last !== undefined && near(frame.x, last.x, point.x) && near(frame.y, last.y, point.y)) continue;
    kept.push(point);
  }
  return kept;
}

function statedRates(frame: Frame, { fnmrAtFmr }: AccuracyRates, className: string): Html[] {
  return Object.values(fnmrAtFmr).flatMap(({ fmr, value, low, high }) =>
    value === null || low === null || high === null
      ? []
      : [whisker(frame, { x: fmr, low, value, high }, className)],
  );
}
