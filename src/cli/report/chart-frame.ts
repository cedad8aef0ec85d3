/** The frame of a chart as inline SVG: axes, grid and labels around what the caller draws. Colours come from the style sheet. */
import { html, type Html } from './html.js';

export interface Axis {
  readonly title: string;
  /** From a value to 0 (left or bottom) … 1 (right or top). */
  readonly place: (value: number) => number;
  readonly ticks: readonly { readonly value: number; readonly label: string }[];
}

export interface Frame {
  /** One sentence that says what the chart shows, for those who cannot see it. */
  readonly summary: string;
  readonly x: Axis;
  readonly y: Axis;
}

const size = { width: 640, height: 400 };
const margin = { left: 84, right: 26, top: 14, bottom: 60 };
const plot = {
  width: size.width - margin.left - margin.right,
  height: size.height - margin.top - margin.bottom,
};

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Pixels of a point in the frame's units; what lies outside is moved to the edge. */
export function pixels({ x, y }: Frame, point: Point): Point {
  const [across, up] = [clamp(x.place(point.x)), clamp(y.place(point.y))];
  return {
    x: round(margin.left + across * plot.width),
    y: round(margin.top + (1 - up) * plot.height),
  };
}

/** A line through points in the frame's units. */
export function line(frame: Frame, points: readonly Point[]): string {
  return points
    .map((point, at) => {
      const { x, y } = pixels(frame, point);
      return `${at === 0 ? 'M' : 'L'}${x} ${y}`;
    })
    .join('');
}

/** A measured value with its interval, as a dot on a bar. */
export function whisker(frame: Frame, { x, low, value, high }: Whisker, className: string): Html {
  const [top, dot, foot] = [high, value, low].map((y) => pixels(frame, { x, y }));
  return html`<g class="${className}">
    <line class="whisker" x1="${top!.x}" x2="${foot!.x}" y1="${top!.y}" y2="${foot!.y}" />
    <circle cx="${dot!.x}" cy="${dot!.y}" r="4" />
  </g>`;
}

export interface Whisker {
  readonly x: number;
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

/** The whole chart. */
export function chart(frame: Frame, content: readonly Html[]): Html {
  const [left, right] = [margin.left, size.width - margin.right];
  const [top, bottom] = [margin.top, size.height - margin.bottom];
  const columns = frame.x.ticks.map(({ value, label }) => {
    const { x } = pixels(frame, { x: value, y: 0 });
    return html`<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}" />
      <text x="${x}" y="${bottom + 19}" text-anchor="middle">${label}</text>`;
  });
  const rows = frame.y.ticks.map(({ value, label }) => {
    const { y } = pixels(frame, { x: 0, y: value });
    return html`<line class="grid" x1="${left}" x2="${right}" y1="${y}" y2="${y}" />
      <text x="${left - 8}" y="${y + 4}" text-anchor="end">${label}</text>`;
  });
  const middle = (top + bottom) / 2;
  return html`<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${frame.summary}">
    ${columns} ${rows}
    <rect class="frame" x="${left}" y="${top}" width="${plot.width}" height="${plot.height}" />
    <text class="title" x="${(left + right) / 2}" y="${size.height - 12}" text-anchor="middle">
      ${frame.x.title}
    </text>
    <text class="title" transform="translate(18 ${middle}) rotate(-90)" text-anchor="middle">
      ${frame.y.title}
    </text>
    ${content}
  </svg>`;
}

function clamp(share: number): number {
  return Math.min(1, Math.max(0, share));
}

function round(value: number): number {
  return Math.round(10 * value) / 10;
}
