/** Reads the manifest of an evaluation and breaks the error rates down by its columns. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { breakdown, type GroupRates } from '../domain/accuracy/breakdown.js';
import { CsvError } from '../domain/accuracy/parse-csv.js';
import { type Manifest, parseManifest } from '../domain/accuracy/manifest-file.js';
import type { PairScore } from '../domain/accuracy/non-mated-scores.js';
import { EvaluationInputError } from './evaluation-input.js';
import type { EvaluationPairs } from './evaluation-pairs.js';
import type { AccuracyRates, ColumnRates, FmrKey } from './evaluation-report.js';

export interface ManifestRequest {
  readonly file: string;
  readonly columns: readonly string[];
}

/** @throws EvaluationInputError where the file is missing or malformed, or lacks a column. */
export async function readManifest({ file, columns }: ManifestRequest): Promise<Manifest> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new EvaluationInputError(`The manifest ${file} cannot be read.`, { cause });
  }
  try {
    const manifest = parseManifest(text);
    const missing = columns.filter((column) => !manifest.columns.includes(column));
    if (missing.length === 0) return manifest;
    const has = manifest.columns.join(', ');
    throw new EvaluationInputError(`${file} has no column ${missing.join(', ')}; it has ${has}.`);
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause;
    throw new EvaluationInputError(`${file}, line ${cause.line}: ${cause.problem}.`, { cause });
  }
}

export interface BreakdownScores {
  readonly raw: { readonly score: PairScore; readonly rates: AccuracyRates };
  readonly normalised?: { readonly score: PairScore; readonly rates: AccuracyRates };
}

/** One column's groups, by raw and by normalised score, each at its own threshold for the same overall FMR. */
export function columnRates(
  pairs: EvaluationPairs,
  values: ReadonlyMap<string, string>,
  { manifest, column, scores }: { manifest: Manifest; column: string; scores: BreakdownScores },
): ColumnRates {
  const valueOf = (picture: string): string | undefined =>
    values.get(manifest.keyedBy === 'file' ? picture : path.posix.dirname(picture));
  const known = pairs.paths.map(valueOf);
  const { raw, normalised } = scores;
  const fmr = thresholdKey(raw.rates);
  const groups = (kind: typeof raw | undefined): GroupRates[] => {
    const threshold = fmr === null ? undefined : kind?.rates.fnmrAtFmr[fmr].threshold;
    if (kind === undefined || threshold === undefined || threshold === null) return [];
    return groupRates(pairs, { values: known, score: kind.score, threshold });
  };
  return { column, fmr, raw: groups(raw), normalised: groups(normalised) };
}

function groupRates(
  { comparisons, compared, people }: EvaluationPairs,
  kind: { values: readonly (string | undefined)[]; score: PairScore; threshold: number },
): GroupRates[] {
  const mated = compared.filter(({ same }) => same).map(({ a, b }) => ({ a, b, score: kind.score(a, b) }));
  return breakdown({
    ...kind,
    persons: comparisons.persons,
    people,
    mated,
    visitNonMated: (visit) => comparisons.visitNonMated(visit),
  });
}

/** The strictest of the usual operating points that the data support; groups hold too few pairs for anything stricter. */
function thresholdKey({ fnmrAtFmr }: AccuracyRates): FmrKey | null {
  return (['1e-3', '1e-2'] as const).find((key) => fnmrAtFmr[key].supported) ?? null;
}
