/**
 * An evaluation as one HTML file: everything is inside it, nothing is fetched, nothing runs. It holds photos of people, and
 * says so first.
 */
import type { EvaluationFindings } from '../../services/evaluation-findings.js';
import type { EvaluationReport } from '../../services/evaluation-report.js';
import { detChart } from './det-chart.js';
import { headline } from './headline.js';
import { histogramChart } from './histogram-chart.js';
import { Html, html, nothing } from './html.js';
import { identificationChart } from './identification-chart.js';
import { data, limits, method } from './method.js';
import { count } from './numbers.js';
import { pairPictures } from './pair-pictures.js';
import { reportStyle } from './report-style.js';
import { breakdownTable, identificationTable, verificationTable } from './tables.js';

export interface ReportContent {
  readonly report: EvaluationReport;
  readonly findings: EvaluationFindings;
  /** JPEG bytes of the faces of the most extreme pairs, by path. */
  readonly crops: ReadonlyMap<string, Uint8Array>;
  readonly madeOn: Date;
}

/** The policy lets the browser show what is in the file and load nothing, whatever a file name might contain. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

export function reportPage(content: ReportContent): string {
  const { report, findings, madeOn } = content;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>facedesk: accuracy on ${count(report.people)} people</title>
        <style>
          ${new Html(reportStyle)}
        </style>
      </head>
      <body>
        <p class="banner">
          This file holds photos of people. Keep it where such photos may be kept, and delete it when it has
          been read.
        </p>
        <main>
          ${headline(report)} ${verification(report, findings)} ${scores(report, findings)}
          ${identification(report)} ${groups(report)} ${extremes(content)} ${method(report)} ${data(report)}
          ${limits()}
          <p class="soft">Made by facedesk evaluate on ${madeOn.toISOString().slice(0, 10)}.</p>
        </main>
      </body>
    </html>`;
  return `${page.markup}\n`;
}

function verification(report: EvaluationReport, findings: EvaluationFindings): Html {
  return html`<section>
    <h2>Is this the person they claim to be? (1:1)</h2>
    <p>
      Share of rightful attempts that are refused, for how many strangers may be let in. Small print: the 95 %
      interval, and the score from which on a pair matches.
    </p>
    ${verificationTable(report)}
    <figure>
      ${findings.raw.det.length === 0 ? nothing : detChart(report, findings)}
      <figcaption>
        <p class="legend">
          <span><span class="key raw"></span>raw score</span>
          <span><span class="key normalised"></span>normalised score</span>
        </p>
        Stricter settings are on the left, and lower is better. Dots are the rates of the table, bars their 95
        % intervals. Both axes are stretched towards small rates (probit scale).
      </figcaption>
    </figure>
  </section>`;
}

function scores(report: EvaluationReport, { raw, normalised }: EvaluationFindings): Html {
  if (raw.det.length === 0) return nothing;
  const kinds = [
    { title: 'raw score', found: raw, rates: report.raw },
    { title: 'normalised score', found: normalised, rates: report.normalised },
  ];
  const charts = kinds.flatMap(({ title, found, rates }) => {
    const { threshold } = rates.fnmrAtFmr['1e-3'];
    const mark = threshold === null ? null : { score: threshold, label: '1 stranger in 1,000' };
    return found === undefined
      ? []
      : [html`<figure>${histogramChart(found, { title, threshold: mark })}</figure>`];
  });
  return html`<section>
    <h2>How far apart the two kinds of pairs lie</h2>
    <p class="legend">
      <span><span class="key non-mated"></span>pictures of different people</span>
      <span><span class="key mated"></span>pictures of one person</span>
    </p>
    <div class="two">${charts}</div>
  </section>`;
}

function identification({ identification: galleries }: EvaluationReport): Html {
  if (galleries.length === 0) return nothing;
  return html`<section>
    <h2>Who is this? (1:N)</h2>
    <p>
      Share of enrolled people who are not found when they come, for how many strangers are taken for
      somebody. The more people are enrolled, the more often a stranger is like one of them.
    </p>
    <figure>
      ${identificationChart(galleries, '1e-2')}
      <figcaption>
        <p class="legend">
          <span><span class="key raw"></span>raw score</span>
          <span><span class="key normalised"></span>normalised score</span>
        </p>
        Where 1 stranger in 100 is taken for somebody (FPIR 1 %). Bars are 95 % intervals.
      </figcaption>
    </figure>
    ${identificationTable(galleries)}
  </section>`;
}

function groups({ breakdown }: EvaluationReport): Html {
  if (breakdown.length === 0) return nothing;
  return html`<section>
    <h2>Is it the same for everybody?</h2>
    <p>
      One setting for all, and what it does to each group. Groups differ where their intervals do not overlap.
    </p>
    ${breakdown.map(breakdownTable)}
  </section>`;
}

function extremes({ report, findings, crops }: ReportContent): Html {
  const { worstMated, bestNonMated } = findings.normalised ?? findings.raw;
  const kind = findings.normalised === undefined ? 'raw' : 'normalised';
  const { threshold } = (findings.normalised === undefined ? report.raw : report.normalised).fnmrAtFmr[
    '1e-3'
  ];
  const bar =
    threshold === null ? '' : ` At one stranger in 1,000 a pair matches from ${threshold.toFixed(3)} on.`;
  return html`<section>
    <h2>Where it goes most wrong</h2>
    <p>Look here for wrong labels, bad photos and lookalikes. The number is the ${kind} score.${bar}</p>
    <h3>One person, and the least alike</h3>
    ${pairPictures(worstMated, crops)}
    <h3>Different people, and the most alike</h3>
    ${pairPictures(bestNonMated, crops)}
  </section>`;
}
