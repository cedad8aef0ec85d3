/** How searching gets harder as more people are enrolled: FNIR at one FPIR against the size of the gallery. */
import type { FpirKey, GalleryRates } from '../../domain/accuracy/identification-rates.js';
import { chart, type Frame, line, whisker } from './chart-frame.js';
import { html, type Html } from './html.js';
import { count, shortPercent } from './numbers.js';

/** @param galleries at least one. */
export function identificationChart(galleries: readonly GalleryRates[], fpir: FpirKey): Html {
  const sizes = galleries.map(({ gallerySize }) => gallerySize);
  const [least, most] = [Math.log(Math.min(...sizes) / 1.3), Math.log(Math.max(...sizes) * 1.3)];
  const series = (['raw', 'normalised'] as const).map((kind) => ({
    kind,
    rows: rowsOf(galleries, kind, fpir),
  }));
  const highest = Math.max(0.05, ...series.flatMap(({ rows }) => rows.map(({ high }) => high)));
  const step = highest > 0.4 ? 0.1 : highest > 0.15 ? 0.05 : 0.02;
  const frame: Frame = {
    summary:
      'Share of searches by enrolled people that do not find them, against the number of people enrolled.',
    x: {
      title: 'people enrolled',
      place: (size) => (Math.log(size) - least) / (most - least),
      ticks: sizes
        .filter((size, at) => !crowds(sizes, at, size))
        .map((value) => ({ value, label: count(value) })),
    },
    y: {
      title: 'enrolled people not found (FNIR)',
      place: (rate) => rate / (1.05 * highest),
      ticks: Array.from({ length: Math.floor(highest / step) + 1 }, (_, at) => ({
        value: at * step,
        label: shortPercent(at * step),
      })),
    },
  };
  return chart(
    frame,
    series.flatMap(({ kind, rows }) => [
      html`<path
        class="curve ${kind}"
        d="${line(
          frame,
          rows.map(({ x, value }) => ({ x, y: value })),
        )}"
      />`,
      ...rows.map((row) => whisker(frame, row, kind)),
    ]),
  );
}

function rowsOf(galleries: readonly GalleryRates[], kind: 'raw' | 'normalised', fpir: FpirKey) {
  return galleries.flatMap(({ gallerySize, ...rates }) => {
    const { value, low, high } = rates[kind].fnirAtFpir[fpir];
    return value === null || low === null || high === null ? [] : [{ x: gallerySize, value, low, high }];
  });
}

/** The label of a size that is hardly above the one before would be written over it. */
function crowds(sizes: readonly number[], at: number, size: number): boolean {
  return at > 0 && size < 1.25 * sizes[at - 1]!;
}
