/** The report's tables: rates with their intervals, and what stands behind them. */
import type { FnmrAtFmr } from '../../domain/accuracy/fnmr-at-fmr.js';
import type { GroupRates } from '../../domain/accuracy/breakdown.js';
import {
  type GalleryRates,
  reportedFpirs,
  type FpirKey,
} from '../../domain/accuracy/identification-rates.js';
import type { Rate } from '../../domain/accuracy/rate-interval.js';
import type { ColumnRates, EvaluationReport, FmrKey } from '../../services/evaluation-report.js';
import { html, type Html, nothing } from './html.js';
import { count, interval, percent } from './numbers.js';

const kinds = ['raw', 'normalised', 'normalisedPairExcluded'] as const;

/** FNMR at each FMR, by each kind of score; with whole attempts beside it where pictures failed. */
export function verificationTable(report: EvaluationReport): Html {
  const keys = Object.keys(report.raw.fnmrAtFmr) as FmrKey[];
  const failed = report.failureToAcquire.files.length > 0;
  const rows = keys.flatMap((key) => [
    tableRow(
      strangersText(key),
      kinds.map((kind) => rateCell(report[kind].fnmrAtFmr[key], 'with threshold')),
    ),
    ...(failed
      ? [
          tableRow(
            '… unusable pictures counted',
            kinds.map((kind) => rateCell(report[kind].frrAtFmr[key], 'alone')),
          ),
        ]
      : []),
  ]);
  const heads = ['Strangers let in', 'Raw score', 'Normalised score', 'Normalised, stranger not enrolled'];
  return html`${tableOf(heads, rows)} ${reasonsOf(Object.values(report.raw.fnmrAtFmr))}`;
}

export function identificationTable(galleries: readonly GalleryRates[]): Html {
  const keys = Object.keys(reportedFpirs) as FpirKey[];
  const heads = ['People enrolled', 'Strangers named', 'Raw score', 'Normalised score', 'Searches'];
  const rows = galleries.flatMap((gallery) =>
    keys.map((key, at) =>
      tableRow(at === 0 ? galleryText(gallery) : '', [
        html`1 in ${count(Math.round(1 / reportedFpirs[key]))}`,
        rateCell(gallery.raw.fnirAtFpir[key], 'alone'),
        rateCell(gallery.normalised.fnirAtFpir[key], 'alone'),
        at === 0 ? searchesText(gallery) : nothing,
      ]),
    ),
  );
  return tableOf(heads, rows);
}

export function breakdownTable({ column, fmr, raw, normalised }: ColumnRates): Html {
  if (fmr === null)
    return html`<h3>${column}</h3>
      <p>Too few non-mated pairs to set a threshold by.</p>`;
  const heads = [
    'Group',
    'Refused, raw',
    'Let in, raw',
    'Refused, normalised',
    'Let in, normalised',
    'People, pairs',
  ];
  const rows = raw.map((group) => {
    const own = normalised.find((other) => other.group === group.group);
    const cells = [group.fnmr, group.fmr, own?.fnmr, own?.fmr].map(groupCell);
    return tableRow(group.group, [...cells, groupSize(group)]);
  });
  return html`<h3>${column}</h3>
    <p class="soft">
      At the threshold that lets in one stranger in ${count(Math.round(1 / Number(fmr)))} over all.
    </p>
    ${tableOf(heads, rows)}`;
}

function tableOf(heads: readonly string[], rows: readonly Html[]): Html {
  return html`<div class="scroll">
    <table>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

function tableRow(head: string, cells: readonly Html[]): Html {
  return html`<tr>
    <th scope="row">${head}</th>
    ${cells.map((cell) => html`<td>${cell}</td>`)}
  </tr>`;
}

type StatedRate = Pick<FnmrAtFmr, 'value' | 'low' | 'high' | 'threshold'>;

function rateCell(row: StatedRate, detail: 'with threshold' | 'alone'): Html {
  if (row.value === null || row.threshold === null) return html`–`;
  const threshold = detail === 'alone' ? '' : `, from ${row.threshold.toFixed(3)}`;
  return html`${percent(row.value)}<small>${interval(row)}${threshold}</small>`;
}

function groupCell(rate: Rate | undefined): Html {
  if (rate === undefined || rate.value === null) return html`–`;
  return html`${percent(rate.value)}<small>${interval(rate)}</small>`;
}

function groupSize({ fnmr, fmr, warning }: GroupRates): Html {
  const people = Math.max(fnmr.people, fmr.people);
  return html`${count(people)} people<small>${count(fnmr.count)} mated, ${count(fmr.count)} non-mated</small>
    ${warning === undefined ? nothing : html`<span class="warning">⚠ ${warning}</span>`}`;
}

function galleryText({ gallerySize, everybody }: GalleryRates): string {
  return everybody ? `${count(gallerySize)} (everybody)` : count(gallerySize);
}

function searchesText({ matedSearches, nonMatedSearches, draws }: GalleryRates): Html {
  return html`${count(matedSearches)} mated, ${count(nonMatedSearches)} non-mated<small
      >in ${draws} random galleries</small
    >`;
}

function strangersText(key: FmrKey): string {
  return `1 in ${count(Math.round(1 / Number(key)))}`;
}

function reasonsOf(rows: readonly FnmrAtFmr[]): Html {
  const reasons = rows.flatMap(({ reason }) =>
    reason === undefined ? [] : [html`<p class="soft">– ${reason}.</p>`],
  );
  return html`${reasons}`;
}
