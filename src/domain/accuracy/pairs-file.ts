/**
 * The list of picture pairs that an evaluation judges: CSV with the columns a, b, same and, where the pairs come in folds,
 * fold. It reads text; whether the pictures exist is the reader's matter.
 */
import { type CsvRecord, CsvError, parseCsv } from './parse-csv.js';

export interface ListedPair {
  /** Paths of the two pictures as the file has them. */
  readonly a: string;
  readonly b: string;
  /** True where both show one person. */
  readonly same: boolean;
  /** Absent where the file has no such column. */
  readonly fold?: string;
}

const requiredColumns = ['a', 'b', 'same'];

/**
 * Reads the pairs in the order of the file. Columns may stand in any order, and others beside them are passed over.
 * @throws CsvError with the line, where the header is incomplete, a field is missing or empty, or `same` is not 1, 0, true or false.
 */
export function parsePairsFile(text: string): ListedPair[] {
  const [header, ...records] = parseCsv(text);
  if (header === undefined) throw new CsvError(1, 'the file is empty; it needs a header with a, b and same');
  const columns = columnsOf(header);
  const pairs = records.map((record) => parsePair(record, columns));
  if (pairs.length === 0) throw new CsvError(header.line, 'the file lists no pairs');
  return pairs;
}

/** Names of the columns, with their places. */
function columnsOf(header: CsvRecord): Map<string, number> {
  const names = header.fields.map((name) => name.trim().toLowerCase());
  const missing = requiredColumns.filter((name) => !names.includes(name));
  if (missing.length > 0) throw new CsvError(header.line, `the header lacks ${missing.join(', ')}`);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new CsvError(header.line, `the header names "${twice}" twice`);
  return new Map(names.map((name, at) => [name, at]));
}

function parsePair(record: CsvRecord, columns: Map<string, number>): ListedPair {
  if (record.fields.length !== columns.size) {
    throw new CsvError(record.line, `${record.fields.length} fields, but the header has ${columns.size}`);
  }
  const field = (name: string): string => {
    const value = record.fields[columns.get(name)!]!.trim();
    if (value === '') throw new CsvError(record.line, `"${name}" is empty`);
    return value;
  };
  const pair = { a: field('a'), b: field('b'), same: parseSame(field('same'), record.line) };
  return columns.has('fold') ? { ...pair, fold: field('fold') } : pair;
}

function parseSame(value: string, line: number): boolean {
  const lower = value.toLowerCase();
  if (lower === '1' || lower === 'true') return true;
  if (lower === '0' || lower === 'false') return false;
  throw new CsvError(line, '"same" is neither 1, 0, true nor false');
}
