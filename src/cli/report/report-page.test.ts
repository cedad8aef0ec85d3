import { describe, expect, test } from 'vitest';
import { identificationRates } from '../../domain/accuracy/identification-rates.js';
import { peopleOfPictures } from '../../domain/accuracy/people-of-pictures.js';
import { seededRandom } from '../../domain/accuracy/person-bootstrap.js';
import { featureLength, toFeatures } from '../../domain/features.js';
import { accuracyRates } from '../../services/evaluation-accuracy.js';
import { columnRates } from '../../services/evaluation-breakdown.js';
import { ownCohort, pairScores } from '../../services/evaluation-cohort.js';
import { evaluationFindings } from '../../services/evaluation-findings.js';
import { evaluationPairs } from '../../services/evaluation-pairs.js';
import type { EvaluationReport } from '../../services/evaluation-report.js';
import { parseManifest } from '../../domain/accuracy/manifest-file.js';
import { evaluationText } from '../evaluation-text.js';
import { reportPage } from './report-page.js';

const hostile = '<img src=x onerror=alert(1)>&"';
const random = seededRandom(2);

/** Forty made-up people with three pictures each, one of them with a name that is meant to do harm. */
function content() {
  const names = Array.from({ length: 40 }, (_, k) => (k === 0 ? hostile : `person-${k}`));
  const path = (name: string, number: number): string => `${name}/${number}.jpg`;
  const listed = names.flatMap((name, k) => [
    { a: path(name, 1), b: path(name, 2), same: true },
    { a: path(name, 1), b: path(name, 3), same: true },
    { a: path(name, 1), b: path(names[(k + 1) % 40]!, 2), same: false },
  ]);
  const people = peopleOfPictures(listed);
  const featuresOf = new Map(
    names.flatMap((name) => {
      const centre = Array.from({ length: featureLength }, () => random());
      return [1, 2, 3].map((number) => {
        const values = Float32Array.from(centre, (value) => value + 0.6 * random());
        return [path(name, number), toFeatures(values)] as const;
      });
    }),
  );
  const pairs = evaluationPairs({ listed, people, featuresOf, impostors: 'all' });
  const scores = pairScores(pairs, ownCohort(pairs));
  const raw = accuracyRates(pairs, scores.raw);
  const normalised = accuracyRates(pairs, scores.normalised!);
  const manifest = parseManifest(
    `person,kind\n${names.map((name, k) => `"${name.replaceAll('"', '""')}",${k % 2 ? 'odd' : hostile.replaceAll('"', '')}`).join('\n')}`,
  );
  const kinds = { raw: { score: scores.raw, rates: raw } };
  const report: EvaluationReport = {
    modelId: 'model-1',
    images: 121,
    people: 40,
    pairs: listed.length,
    matedPairs: 80,
    nonMatedPairs: pairs.comparisons.nonMatedCount,
    impostors: 'all',
    failureToAcquire: { rate: 1 / 121, files: [hostile], reasons: { [hostile]: 'no_face_found' } },
    cohort: { source: 'pairs', people: 40, nearest: 8 },
    raw,
    normalised,
    normalisedPairExcluded: accuracyRates(pairs, scores.pairExcluded!),
    identification: identificationRates(pairs.comparisons.pictures, 40),
    breakdown: [columnRates(pairs, manifest.values('kind'), { manifest, column: 'kind', scores: kinds })],
    seconds: 1,
  };
  const findings = evaluationFindings(pairs, scores);
  const crops = new Map([...featuresOf.keys()].map((file) => [file, Buffer.from('jpeg')]));
  return { report, findings, crops, madeOn: new Date('2026-01-02T03:04:05Z') };
}

describe('the page of a report', () => {
  const whole = content();
  const page = reportPage(whole);

  test('names no address outside itself and runs nothing', () => {
    expect(page).not.toMatch(/https?:|\/\/[a-z]|<script|<link|<iframe|@import|javascript:/i);
    const sources = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, target]) => target);
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.every((target) => target!.startsWith('data:image/jpeg;base64,'))).toBe(true);
    expect(page).toContain('default-src &#39;none&#39;');
  });

  test('shows names of files and values of columns as text, whatever they contain', () => {
    expect(page).not.toContain('<img src=x');
    expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
  });

  test('says first that it holds photos of people, and shows every part', () => {
    const body = page.slice(page.indexOf('<body>'));
    expect(body.indexOf('holds photos of people')).toBeLessThan(body.indexOf('<main>'));
    for (const heading of ['(1:1)', '(1:N)', 'for everybody?', 'most wrong', 'Method', 'Data', 'Limits']) {
      expect(page).toMatch(new RegExp(`<h2>[^<]*${heading.replace(/[()?]/g, '\\$&')}`));
    }
    expect(page.match(/<svg/g)).toHaveLength(4);
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('a set that is too small for any rate is still a page', () => {
    const none = { value: null, low: null, high: null, threshold: null, supported: false, reason: 'too few' };
    const rows = { '1e-2': none, '1e-3': none, '1e-4': none, '1e-5': none };
    const fnmrAtFmr = rows as unknown as EvaluationReport['raw']['fnmrAtFmr'];
    const rates = { ...whole.report.raw, fnmrAtFmr, accuracy10Fold: null, standardError: null, folds: [] };
    const report = {
      ...whole.report,
      raw: rates,
      normalised: rates,
      normalisedPairExcluded: rates,
      identification: [],
      breakdown: [],
    };
    const small = reportPage({ ...whole, report, findings: { raw: { ...whole.findings.raw, det: [] } } });
    expect(small).toContain('too few pairs here');
    expect(small).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('the same report reads on a terminal', () => {
    const text = evaluationText(whole.report);
    expect(text).toMatch(/^1e-2 +\d/m);
    expect(text).toContain('FNIR at FPIR 1e-2');
    expect(text).toContain('By kind');
    expect(text).not.toMatch(/NaN|undefined|null/);
  });
});
