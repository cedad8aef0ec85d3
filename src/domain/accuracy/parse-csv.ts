/**
 * Comma-separated values after RFC 4180, read strictly: quoted fields with doubled quotes and line breaks inside, CRLF or
 * LF between records, an optional byte order mark. It gives records, and knows nothing of what their columns mean.
 */

export interface CsvRecord {
  /** Line on which the record starts, counted from 1. */
  readonly line: number;
  readonly fields: readonly string[];
}

export class CsvError extends Error {
  override readonly name = 'CsvError';
  constructor(
    readonly line: number,
    readonly problem: string,
  ) {
    super(`line ${line}: ${problem}`);
  }
}

/** A field in quotes or without, up to its end; what follows it tells whether the record goes on. */
const fieldPattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/y;

/**
 * Splits a file into records; empty lines are passed over.
 * @throws CsvError where a quote stands inside an unquoted field, is followed by text, or is never closed.
 */
export function parseCsv(text: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let line = 1;
  let fields: string[] = [];
  let startLine = line;
  fieldPattern.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  while (fieldPattern.lastIndex < text.length || fields.length > 0) {
    const match = fieldPattern.exec(text);
    if (match === null) throw new CsvError(line, 'a quote is misplaced or never closed');
    const [whole, quoted, plain, end] = match;
    fields.push(quoted === undefined ? plain! : quoted.replaceAll('""', '"'));
    line += whole.split('\n').length - 1;
    if (end === ',') continue;
    if (fields.length > 1 || fields[0] !== '') records.push({ line: startLine, fields });
    fields = [];
    startLine = line;
  }
  return records;
}
