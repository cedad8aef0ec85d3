// @ts-check
/** The overview: how much is asked of the service and how it goes, over a day, a week or a month. */
import { get } from '../api.js';
import { meters } from '../charts/meters.js';
import { lines, stackedBars } from '../charts/time-charts.js';
import { h } from '../dom.js';
import { number, percent } from '../format.js';
import { card, head, load, segments } from '../parts.js';
import { noteQuery } from '../router.js';
import { words } from '../words.js';

/**
 * @typedef {import('../../../../client/src/schemas.generated.js').Statistics} Statistics
 * @typedef {Statistics['buckets'][number]} Bucket
 * @typedef {{ label: string, unit: 'hour' | 'day', starts: string[] }} Times
 */

const ranges = /** @type {const} */ ({
  day: { hours: 24, bucket: 'hour' },
  week: { hours: 7 * 24, bucket: 'day' },
  month: { hours: 30 * 24, bucket: 'day' },
});
/** @typedef {keyof typeof ranges} Range */

/** @type {import('../sections.js').Section} */
export const overviewSection = {
  id: 'overview',
  scope: 'events:read',
  icon: 'M4 20V11M10 20V4M16 20v-7M21 20H3',
  open: ({ view, query, signal }) => {
    const { overview, sections } = words();
    const results = h('div', { class: 'view-part' });
    const wanted = query.get('range') ?? 'day';
    const range = /** @type {Range} */ (Object.hasOwn(ranges, wanted) ? wanted : 'day');
    const choice = segments(
      overview.range,
      /** @type {Range[]} */ (Object.keys(ranges)).map(
        (one) => /** @type {const} */ ([one, overview.ranges[one]]),
      ),
      {
        value: range,
        onChange: (one) => {
          noteQuery({ range: one });
          draw(results, /** @type {Range} */ (one), signal);
        },
      },
    );
    view.append(head(sections.overview, { about: overview.about, actions: [choice] }), results);
    draw(results, range, signal);
  },
};

/** @param {HTMLElement} results @param {Range} range @param {AbortSignal} signal */
function draw(results, range, signal) {
  const { hours, bucket } = ranges[range];
  const from = new Date(Date.now() - hours * 3_600_000).toISOString();
  // Days begin where this page is.
  const query = { from, bucket, utcOffset: -new Date().getTimezoneOffset() };
  void load(
    results,
    signal,
    () => get('/v1/statistics', { query, signal }),
    (/** @type {Statistics} */ found) => {
      const { overview } = words();
      const { totals, buckets } = found;
      results.append(tiles(totals), charts(buckets, bucket));
      const refusals = (totals.refusals ?? []).map(({ reason, count }) => ({
        text: words().events.reasons[reason] ?? reason,
        count,
      }));
      const problems = totals.turnedAway.map(({ code, count }) => ({
        text: words().events.photoProblems[code] ?? code,
        count,
      }));
      const nothing = () => h('p', { class: 'soft' }, overview.nothing);
      results.append(
        h(
          'div',
          { class: 'cards pair' },
          totals.refusals !== undefined &&
            card(overview.reasons, refusals.length === 0 ? nothing() : meters(refusals)),
          card(overview.problems, problems.length === 0 ? nothing() : meters(problems)),
          reviewsCard(totals),
        ),
      );
    },
  );
}

/** @param {Statistics['totals']} totals */
function tiles({ verifications, enrolments, turnedAway, latencyMs }) {
  const { overview } = words();
  const share = (/** @type {number} */ count) =>
    verifications.total === 0 ? '–' : percent(count / verifications.total);
  const unusable = turnedAway.reduce((sum, { count }) => sum + count, 0);
  /** @type {[string, string][]} */
  const all = [
    [overview.verifications, number(verifications.total)],
    [overview.confirmed, share(verifications.match)],
    [overview.refused, share(verifications.nonMatch)],
    [overview.turnedAway, number(unusable)],
    [overview.enrolments, number(enrolments)],
    [overview.latency, latencyMs === null ? '–' : `${number(latencyMs.median)} ms`],
  ];
  return h(
    'ul',
    { class: 'tiles' },
    all.map(([text, figure]) =>
      h('li', { class: 'tile' }, h('p', { class: 'soft' }, text), h('p', { class: 'figure' }, figure)),
    ),
  );
}

/** @param {readonly Bucket[]} buckets @param {'hour' | 'day'} unit */
function charts(buckets, unit) {
  const { overview } = words();
  const starts = buckets.map(({ start }) => start);
  /** @param {(bucket: Bucket) => number | null} read */
  const values = (read) => buckets.map(read);
  const verifications = stackedBars({
    label: overview.verifications,
    starts,
    unit,
    series: [
      { tone: 'good', text: overview.confirmed, values: values((one) => one.verifications.match) },
      { tone: 'warn', text: overview.uncertain, values: values((one) => one.verifications.uncertain) },
      { tone: 'bad', text: overview.refused, values: values((one) => one.verifications.nonMatch) },
    ],
  });
  const quality = lines({
    label: overview.quality,
    starts,
    unit,
    top: 100,
    series: [
      {
        tone: 'accent',
        text: overview.qualityLines.median,
        values: values((one) => one.quality?.median ?? null),
      },
      { tone: 'soft', text: overview.qualityLines.p10, values: values((one) => one.quality?.p10 ?? null) },
    ],
  });
  const latency = lines({
    label: `${overview.latency} (ms)`,
    starts,
    unit,
    series: [
      {
        tone: 'accent',
        text: overview.latencyLines.median,
        values: values((one) => one.latencyMs?.median ?? null),
      },
      { tone: 'soft', text: overview.latencyLines.p95, values: values((one) => one.latencyMs?.p95 ?? null) },
    ],
  });
  return h(
    'div',
    { class: 'cards pair' },
    card(overview.verifications, verifications),
    card(overview.quality, quality),
    card(`${overview.latency} (ms)`, latency),
    certaintyCard(buckets, unit),
  );
}

/** @param {Statistics['totals']} totals */
function reviewsCard({ feedback }) {
  const { overview } = words();
  const counts = /** @type {const} */ (['right', 'falseMatches', 'falseNonMatches']).map((one) => ({
    text: overview.reviewed[one],
    count: feedback[one],
  }));
  return card(
    overview.reviews,
    counts.every(({ count }) => count === 0) ? h('p', { class: 'soft' }, overview.nothing) : meters(counts),
  );
}

/** How sure the confirmed verdicts were; a card for keys that see scores. @param {readonly Bucket[]} buckets @param {'hour' | 'day'} unit */
function certaintyCard(buckets, unit) {
  const { overview, verdicts } = words();
  if (buckets.every((one) => one.meanEstimatedFmr === undefined)) return false;
  const values = buckets.map(({ meanEstimatedFmr: rate }) =>
    rate === null || rate === undefined ? null : rate * 1e6,
  );
  const chart = lines({
    label: overview.fmr,
    starts: buckets.map(({ start }) => start),
    unit,
    series: [{ tone: 'accent', text: overview.fmr, values }],
  });
  const isKnown = values.some((value) => value !== null);
  return card(
    overview.fmr,
    isKnown ? chart : h('p', { class: 'verdict-words' }, verdicts.tooFewToSay),
    h('p', { class: 'hint' }, overview.fmrHint),
  );
}
