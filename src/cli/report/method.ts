/** What was measured and how, and what it does not say: the part of the report that the figures rest on. */
import type { EvaluationReport } from '../../services/evaluation-report.js';
import { html, type Html } from './html.js';
import { count, percent } from './numbers.js';

export function method(report: EvaluationReport): Html {
  const { cohort } = report;
  const strangers =
    cohort.source === 'pairs'
      ? `one picture of each of the ${count(cohort.people)} people (the first by path)`
      : `one picture of each of ${count(cohort.people)} people of another folder`;
  return html`<section>
    <h2>Method</h2>
    <p>
      The raw score of two pictures is minus the distance of their features. The normalised score takes off
      what both pictures score against their ${cohort.nearest} nearest strangers: s′(p, r) = s(p, r) − ½ (m(p)
      + m(r)), where m(x) is the mean of the ${cohort.nearest} highest scores of x against ${strangers}, its
      own person left out. Where both people of a pair are enrolled, each is among the other’s strangers.
      “Stranger not enrolled” leaves the pair’s own people out of each other’s strangers; that is what
      somebody meets who is not in the gallery.
    </p>
    <p>
      Rates are those of ISO/IEC 19795-1. A pair is let in where its score reaches the threshold; for each
      rate of strangers the threshold is the lowest that keeps to it on these pairs. For searches (1:N),
      galleries of one picture per person are drawn at random, every other picture is searched for, and the
      first candidate counts where it reaches the threshold; in the gallery of everybody, strangers are played
      by people whose own picture is taken out.
    </p>
    <p>
      Intervals hold 95 %: the people, not the pairs, are drawn anew 1,000 times, with thresholds set anew for
      each draw, since pairs that share a person go wrong together. In the breakdown the threshold stays where
      it is.
    </p>
  </section>`;
}

export function data(report: EvaluationReport): Html {
  const { failureToAcquire, matedPairs, nonMatedPairs, impostors, raw } = report;
  const how = impostors === 'all' ? 'every two pictures of different people' : 'as listed in the pairs file';
  return html`<section>
    <h2>Data</h2>
    <dl>
      <dt>Pictures</dt>
      <dd>${count(report.images)} of ${count(report.people)} people</dd>
      <dt>Unusable pictures</dt>
      <dd>${count(failureToAcquire.files.length)} (${percent(failureToAcquire.rate)})</dd>
      <dt>Mated pairs</dt>
      <dd>${count(matedPairs)}, as listed in the pairs file</dd>
      <dt>Non-mated pairs</dt>
      <dd>${count(nonMatedPairs)}, ${how}</dd>
      <dt>Accuracy on the listed pairs</dt>
      <dd>${accuracyText(report)}</dd>
      <dt>Strangers (cohort)</dt>
      <dd>${count(report.cohort.people)} people, one picture each</dd>
      <dt>Model</dt>
      <dd>${report.modelId}</dd>
    </dl>
    ${unusable(report)}
    ${raw.accuracy10Fold === null ? html`<p class="soft">The listed pairs make fewer than two folds.</p>` : html``}
  </section>`;
}

export function limits(): Html {
  return html`<section>
    <h2>Limits</h2>
    <ul>
      <li>
        These are the rates of these people and these cameras. Other people, light, lenses or years between
        two photos give others; no figure here is a promise about a desk whose people were not in it.
      </li>
      <li>
        Strangers here are other people of the set, who do not try to look like anybody. Lookalikes, relatives
        and people who hold up a photo pass more often; none of that is measured here.
      </li>
      <li>
        Every picture with a face was compared, the bad ones too. A desk that asks for another photo when one
        is blurred or dark refuses fewer of the right people, and takes longer.
      </li>
      <li>
        A wrong label counts as an error. Look through the pairs above before trusting the smallest rates.
      </li>
      <li>
        A rate near one error in all pairs rests on a handful of pairs; its interval says how far that goes.
      </li>
    </ul>
  </section>`;
}

function accuracyText({ raw, normalised }: EvaluationReport): string {
  const text = ({ accuracy10Fold, standardError, folds }: EvaluationReport['raw']): string =>
    accuracy10Fold === null || standardError === null
      ? 'not to be had'
      : `${percent(accuracy10Fold)} ± ${percent(standardError)} over ${folds.length} folds`;
  return `raw ${text(raw)}; normalised ${text(normalised)}`;
}

function unusable({ failureToAcquire }: EvaluationReport): Html {
  const entries = Object.entries(failureToAcquire.reasons);
  if (entries.length === 0) return html``;
  const shown = entries.slice(0, 50).map(([file, reason]) => html`<li>${file}: ${reason}</li>`);
  const more = entries.length > 50 ? html`<li>… and ${count(entries.length - 50)} more</li>` : html``;
  return html`<details>
    <summary>Pictures that gave no features</summary>
    <ul>
      ${shown} ${more}
    </ul>
  </details>`;
}
