/** What the figures come to, in words for somebody who has to decide whether to rely on them. */
import type { AccuracyRates, EvaluationReport, FmrKey } from '../../services/evaluation-report.js';
import { html, type Html, nothing } from './html.js';
import { count, interval, oneIn, percent } from './numbers.js';

/**
 * The rates that the headline is about: normalised scores as strangers meet them who are not enrolled, which is the harder
 * case; raw ones where there is no cohort.
 */
function headlineRates({ raw, normalisedPairExcluded }: EvaluationReport): AccuracyRates {
  return Object.values(normalisedPairExcluded.fnmrAtFmr).some(({ supported }) => supported)
    ? normalisedPairExcluded
    : raw;
}

export function headline(report: EvaluationReport): Html {
  return html`<h1>
      How well faces are told apart: ${count(report.people)} people, ${count(report.images)} pictures
    </h1>
    <p class="lead">${leadSentence(report)}</p>
    <ul class="cards">
      ${(['1e-3', '1e-4', '1e-5'] as const).map((key) => strangersCard(report, key))}
      ${acquisitionCard(report)}
    </ul>`;
}

function leadSentence(report: EvaluationReport): string {
  const key = (['1e-3', '1e-2'] as const).find((candidate) => supported(report, candidate));
  if (key === undefined) {
    return 'There are too few pairs here to say how often this goes wrong. The tables below tell how many it takes.';
  }
  const { fmr, value, low, high } = headlineRates(report).fnmrAtFmr[key];
  return (
    `If one stranger in ${count(Math.round(1 / fmr))} may pass as the person they claim to be, ` +
    `${refusedText(value!)}, ` +
    `and between ${percent(low!)} and ${percent(high!)} for other people like these (95 % interval).`
  );
}

function strangersCard(report: EvaluationReport, key: FmrKey): Html {
  if (!supported(report, key)) return nothing;
  const rates = headlineRates(report).fnmrAtFmr[key];
  return html`<li>
    <strong>${oneIn(rates.value!)}</strong> rightful attempts refused where one stranger in
    ${count(Math.round(1 / rates.fmr))} gets through <span class="soft">(${interval(rates)})</span>
  </li>`;
}

function acquisitionCard({ failureToAcquire, images }: EvaluationReport): Html {
  const failed = failureToAcquire.files.length;
  const text = `of ${count(images)} pictures showed no face that could be used`;
  return html`<li>
    <strong>${count(failed)}</strong> ${text} <span class="soft">(${percent(failureToAcquire.rate)})</span>
  </li>`;
}

function supported(report: EvaluationReport, key: FmrKey): boolean {
  return headlineRates(report).fnmrAtFmr[key].supported;
}

function refusedText(share: number): string {
  if (share === 0) return 'no attempt of the right people here is refused';
  return `${oneIn(share)} attempts of the right people is refused: ${percent(share)}`;
}
