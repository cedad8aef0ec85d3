/** An import's report as the store keeps it: each row with whom it names, and whether they have to be there still. */
import { FacedeskError } from '../../domain/errors.js';
import { type IdKey, parseSubjectId } from '../../domain/subject-id.js';
import type { ImportStore, NamedPerson, NewImportRow } from '../../store/index.js';
import type { ImportReport, ImportRow } from '../moving/import-report.js';

/** Rows per transaction, so that enrolments wait some milliseconds at most. */
const batchRows = 500;

/** Writes a report anew; who was erased while it was made is not named in it. */
export async function keepRows(
  store: { readonly imports: Pick<ImportStore, 'clearRows' | 'addRows'> },
  importNo: number,
  { rows, dryRun }: ImportReport,
): Promise<void> {
  const named = namedRows(rows, dryRun);
  await store.imports.clearRows(importNo);
  for (let start = 0; start < named.length; start += batchRows)
    await store.imports.addRows(importNo, named.slice(start, start + batchRows));
}

function namedRows(rows: readonly ImportRow[], dryRun: boolean): NewImportRow[] {
  const enrolled = new Set<string | null>();
  const newcomers = new Set<string>();
  for (const { id, verdict } of rows) {
    if (id === null) continue;
    if (verdict === 'enrolled' || verdict === 'already_enrolled') enrolled.add(keyOf(id));
    if (verdict === 'would_enrol') newcomers.add(keyOf(id)!);
  }
  const person = (id: string): NamedPerson => {
    const key = keyOf(id);
    return { id, key, mustExist: enrolled.has(key) };
  };
  /** A face was found in the store, or among those who come with this import. */
  const sameFace = (id: string): NamedPerson => {
    const key = keyOf(id);
    return { id, key, mustExist: !dryRun || key === null || !newcomers.has(key) };
  };
  return rows.map(({ id, photo, takenAt, verdict, sameFaceAs }) => ({
    person: id === null ? null : person(id),
    ...{ photo, takenAt, verdict },
    sameFaceAs: sameFaceAs.map(sameFace),
  }));
}

function keyOf(id: string): IdKey | null {
  try {
    return parseSubjectId(id).key;
  } catch (error) {
    if (error instanceof FacedeskError && error.code === 'id_invalid') return null;
    throw error;
  }
}
