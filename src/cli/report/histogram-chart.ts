/** How the scores of one person's pictures and those of different people's lie to each other. */
import type { ScoreCounts } from '../../domain/accuracy/score-counts.js';
import type { ScoreFindings } from '../../services/evaluation-findings.js';
import { chart, type Frame, line, pixels, type Point } from './chart-frame.js';
import { html, type Html, nothing } from './html.js';

const bars = 64;

export interface HistogramText {
  readonly title: string;
  /** Score from which on a pair counts as a match, and what is written beside it; null where there is none. */
  readonly threshold: { readonly score: number; readonly label: string } | null;
}

/** Shares of each kind per bar, so that a thousand mated and millions of non-mated pairs can be seen side by side. */
export function histogramChart({ mated, nonMated }: ScoreFindings, text: HistogramText): Html {
  const edges = [...mated.falling(), ...nonMated.falling()].map(({ from }) => from);
  const range = edges.reduce(
    (ends, edge) => ({ least: Math.min(ends.least, edge), most: Math.max(ends.most, edge) }),
    { least: Infinity, most: -Infinity },
  );
  const width = (range.most - range.least) / bars || 1;
  const shares = {
    mated: barShares(mated, range.least, width),
    nonMated: barShares(nonMated, range.least, width),
  };
  const tallest = Math.max(...shares.mated, ...shares.nonMated);
  const frame: Frame = {
    summary: `Histogram of ${text.title}: different people's scores on the left, one person's on the right.`,
    x: {
      title: `${text.title} (further right is more alike)`,
      place: (score) => (score - range.least) / (width * bars),
      ticks: scoreTicks(range.least, range.most),
    },
    y: { title: 'share of the pairs', place: (share) => share / (1.05 * tallest), ticks: [] },
  };
  return chart(frame, [
    area(frame, { shares: shares.nonMated, least: range.least, width }, 'non-mated'),
    area(frame, { shares: shares.mated, least: range.least, width }, 'mated'),
    thresholdLine(frame, text.threshold, tallest),
  ]);
}

function barShares(counts: ScoreCounts, least: number, width: number): number[] {
  const shares = new Array<number>(bars).fill(0);
  for (const { from, count } of counts.falling()) {
    shares[Math.min(bars - 1, Math.floor((from - least) / width))]! += count / counts.count;
  }
  return shares;
}

interface Bars {
  readonly shares: readonly number[];
  readonly least: number;
  readonly width: number;
}

function area(frame: Frame, { shares, least, width }: Bars, className: string): Html {
  const steps = shares.flatMap((share, bar): Point[] => [
    { x: least + bar * width, y: share },
    { x: least + (bar + 1) * width, y: share },
  ]);
  const outline = [{ x: least, y: 0 }, ...steps, { x: least + bars * width, y: 0 }];
  return html`<path class="area ${className}" d="${line(frame, outline)}Z" />`;
}

function thresholdLine(frame: Frame, threshold: HistogramText['threshold'], tallest: number): Html {
  if (threshold === null) return nothing;
  const [foot, top] = [0, tallest].map((y) => pixels(frame, { x: threshold.score, y }));
  return html`<line class="threshold" x1="${foot!.x}" x2="${top!.x}" y1="${foot!.y}" y2="${top!.y}" />
    <text class="note" x="${top!.x + 6}" y="${top!.y + 12}">${threshold.label}</text>`;
}

function scoreTicks(least: number, most: number): { value: number; label: string }[] {
  const step = 10 ** Math.floor(Math.log10(most - least || 1)) / 5;
  const first = Math.ceil(least / step);
  const all = Array.from({ length: Math.floor(most / step) - first + 1 }, (_, at) => (first + at) * step);
  const every = Math.ceil(all.length / 8);
  return all
    .filter((_, at) => at % every === 0)
    .map((value) => ({ value, label: String(Number(value.toPrecision(3))) }));
}
