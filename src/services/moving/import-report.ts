/** What an import found out about each photo, and about all of them together; as CSV and JSON where it is asked for. */
import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import type { ErrorCode } from '../../domain/errors.js';
import type { PhotoRole } from '../../domain/moving/choose-reference.js';

export type RowVerdict =
  | 'enrolled'
  | 'would_enrol'
  /** The id had a template before; the photo was not looked at. */
  | 'already_enrolled'
  | Exclude<PhotoRole, 'reference' | 'unusable'>
  /** The id is not in the table of users: somebody whom the old service deleted, or refused. */
  | 'not_a_user'
  /** The name does not say whom the photo shows. */
  | 'not_understood'
  | 'file_unreadable'
  /** A user without any photo, taken over without a face. */
  | 'user_without_photo'
  /** Why the photo cannot be a reference. */
  | ErrorCode;

export interface ImportRow {
  /** Null where the file does not say. */
  readonly id: string | null;
  /** Empty for a user without a photo. */
  readonly photo: string;
  readonly takenAt: string | null;
  readonly verdict: RowVerdict;
  /** Other ids whose reference shows this face. */
  readonly sameFaceAs: readonly string[];
}

export interface ImportSummary {
  readonly modelId: string;
  /** What the photos were found as: a layout, or an export. */
  readonly layout: string;
  readonly dryRun: boolean;
  /** Ids that the source names. */
  readonly ids: number;
  readonly photos: number;
  /** Ids enrolled by this run; in a dry run, those that would be. */
  readonly enrolled: number;
  readonly alreadyEnrolled: number;
  /** Ids that have no template after this run. */
  readonly leftOut: number;
  /** Users who are listed but have to enrol a face. */
  readonly usersWithoutFace: number;
  /** Pairs of ids with the same face. */
  readonly sameFacePairs: number;
  readonly verdicts: Readonly<Partial<Record<RowVerdict, number>>>;
  readonly notes: readonly string[];
  readonly seconds: number;
  readonly photosExamined: number;
}

export interface ImportReport extends ImportSummary {
  readonly rows: readonly ImportRow[];
}

export function countVerdicts(rows: readonly ImportRow[]): ImportSummary['verdicts'] {
  const counts: Partial<Record<RowVerdict, number>> = {};
  for (const { verdict } of rows) counts[verdict] = (counts[verdict] ?? 0) + 1;
  return counts;
}

/** Writes the report for its owner's eyes, whole or not at all: as CSV where the name ends in .csv, else as JSON. */
export async function writeReport(file: string, report: ImportReport): Promise<void> {
  const text = file.toLowerCase().endsWith('.csv') ? csvText(report.rows) : jsonText(report);
  const unfinished = `${file}.${randomUUID()}.partial`;
  try {
    await writeFile(unfinished, text, { mode: 0o600, flag: 'wx' });
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

function jsonText({ rows, ...summary }: ImportReport): string {
  const head = JSON.stringify(summary, null, 2).slice(0, -2);
  const lines = rows.map((row) => `    ${JSON.stringify(row)}`);
  return `${head},\n  "rows": [\n${lines.join(',\n')}\n  ]\n}\n`;
}

function csvText(rows: readonly ImportRow[]): string {
  const lines = rows.map(({ id, photo, takenAt, verdict, sameFaceAs }) =>
    [id ?? '', photo, takenAt ?? '', verdict, sameFaceAs.join('; ')].map(csvField).join(','),
  );
  return ['id,photo,taken_at,verdict,same_face_as', ...lines, ''].join('\r\n');
}

/** Ids were typed by strangers, and a spreadsheet runs a field that starts like a formula; an apostrophe keeps it text. */
function csvField(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
