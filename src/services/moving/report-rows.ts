/** The rows of an import's report while it is being made: whose face is whose turns out one by one. */
import { countVerdicts, type ImportRow, type ImportSummary, type RowVerdict } from './import-report.js';

interface OpenRow extends ImportRow {
  readonly sameFaceAs: string[];
}

const ofReference: ReadonlySet<RowVerdict> = new Set(['enrolled', 'would_enrol', 'already_enrolled']);

export class ReportRows {
  readonly #rows: OpenRow[] = [];
  /** By id: the row of the photo that the person is known by. */
  readonly #references = new Map<string, OpenRow>();
  readonly #pairs = new Set<string>();

  push(row: Omit<ImportRow, 'sameFaceAs'>): ImportRow {
    const open = { ...row, sameFaceAs: [] };
    this.#rows.push(open);
    if (row.id !== null && ofReference.has(row.verdict) && !this.#references.has(row.id)) {
      this.#references.set(row.id, open);
    }
    return open;
  }

  /** The face that `id` is enrolled with is that of the others, too. */
  sameFace(id: string, others: readonly string[]): void {
    for (const other of others) {
      this.#pairs.add(JSON.stringify([id, other].sort()));
      addOnce(this.#references.get(id), other);
      addOnce(this.#references.get(other), id);
    }
  }

  /** A photo that is not used shows these people. */
  shows(row: ImportRow, ids: readonly string[]): void {
    const open = this.#rows.find((candidate) => candidate === row);
    for (const id of ids) addOnce(open, id);
  }

  get sameFacePairs(): number {
    return this.#pairs.size;
  }

  counts(): ImportSummary['verdicts'] {
    return countVerdicts(this.#rows);
  }

  /** By id, then by time, then by name; what has no id comes last. */
  sorted(): ImportRow[] {
    const order = ({ id, takenAt, photo }: ImportRow): string[] => [id ?? '\uffff', takenAt ?? '', photo];
    return this.#rows.toSorted((a, b) => compareTexts(order(a), order(b)));
  }
}

function addOnce(row: OpenRow | undefined, id: string): void {
  if (row !== undefined && !row.sameFaceAs.includes(id)) row.sameFaceAs.push(id);
}

function compareTexts(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((text, i) => text !== b[i]);
  return at === -1 ? 0 : a[at]! < b[at]! ? -1 : 1;
}
