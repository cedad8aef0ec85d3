/** An import's outcome as a person reads it. */
import type { ImportReport, RowVerdict } from '../services/moving/import-report.js';
import { table } from './answer.js';
import { durationText } from './progress.js';

/** Verdicts that are no codes of the error table, in the order in which they are shown. */
const texts: Partial<Record<RowVerdict, string>> = {
  enrolled: 'enrolled',
  would_enrol: 'would be enrolled',
  already_enrolled: 'of people who are enrolled already',
  same_person: 'more photos of the same person, not needed',
  after_refused_registration: 'of somebody else: left by a refused registration, as it seems',
  unlike_reference: 'unlike the reference',
  disputed: 'of ids whose photos contradict one another',
  not_a_user: 'of people who are no users any more',
  not_understood: 'named so that they do not say whom they show',
  file_unreadable: 'that cannot be read',
  user_without_photo: 'users without a photo',
};

export function importText(report: ImportReport): string {
  const known = Object.keys(texts);
  const verdicts = Object.entries(report.verdicts)
    .toSorted(([a], [b]) => rank(known, a) - rank(known, b) || a.localeCompare(b))
    .map(([verdict, count]) => [count.toLocaleString('en'), texts[verdict as RowVerdict] ?? verdict]);
  return [
    table(summary(report)),
    '',
    ...(verdicts.length > 0 ? [table(verdicts)] : []),
    ...closing(report),
  ].join('\n');
}

function rank(known: readonly string[], verdict: string): number {
  const at = known.indexOf(verdict);
  return at === -1 ? known.length : at;
}

function summary(report: ImportReport): string[][] {
  const count = (value: number): string => value.toLocaleString('en');
  const rate = report.photosExamined / Math.max(report.seconds, 0.001);
  return [
    ['People', count(report.ids)],
    [report.dryRun ? 'Would enrol' : 'Enrolled', count(report.enrolled)],
    ['Enrolled before', count(report.alreadyEnrolled)],
    ['Left out', count(report.leftOut)],
    ['Users who have to enrol a face', count(report.usersWithoutFace)],
    ['Pairs of ids with one face', count(report.sameFacePairs)],
    ['Photos examined', `${count(report.photosExamined)} (${rate.toFixed(1)}/s)`],
    ['Time', durationText(report.seconds)],
  ];
}

function closing({ notes, dryRun, leftOut }: ImportReport): string[] {
  const lines = [...notes];
  if (leftOut > 0) lines.push('Who was left out, and why, is in the report: --report people.csv');
  if (dryRun) lines.push('Nothing was written. Run the command without --dry-run to enrol.');
  return lines.length === 0 ? [] : ['', ...lines];
}
