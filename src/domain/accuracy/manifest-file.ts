/**
 * What is known about pictures or people beside the pictures: CSV with a column `file` or `person` and any others, by which
 * an evaluation's rates are broken down. It reads text; what the columns mean is their author's matter.
 */
import { CsvError, parseCsv } from './parse-csv.js';

export interface Manifest {
  /** 'file': a row is a picture, by its path in the folder. 'person': a row is a person, by the name of their folder. */
  readonly keyedBy: 'file' | 'person';
  /** Names of the other columns, as the header spells them. */
  readonly columns: readonly string[];
  /** A column's value by key; empty values are left out. */
  values(column: string): ReadonlyMap<string, string>;
}

/**
 * Reads a manifest. Where the header has both columns, `file` counts.
 * @throws CsvError with the line, where the header has neither, names a column twice, or a row is too short or a key double.
 */
export function parseManifest(text: string): Manifest {
  const [header, ...records] = parseCsv(text);
  if (header === undefined) throw new CsvError(1, 'the file is empty; it needs a header with file or person');
  const names = header.fields.map((name) => name.trim());
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) throw new CsvError(header.line, `the header names "${twice}" twice`);
  const keyedBy = (['file', 'person'] as const).find((name) => names.includes(name));
  if (keyedBy === undefined) throw new CsvError(header.line, 'the header has neither file nor person');
  const rows = new Map<string, readonly string[]>();
  for (const { line, fields } of records) {
    if (fields.length !== names.length) {
      throw new CsvError(line, `${fields.length} fields, but the header has ${names.length}`);
    }
    const key = fields[names.indexOf(keyedBy)]!.trim();
    if (rows.has(key)) throw new CsvError(line, `"${key}" has a row already`);
    rows.set(key, fields);
  }
  return {
    keyedBy,
    columns: names.filter((name) => name !== keyedBy),
    values: (column) => {
      const at = names.indexOf(column);
      const entries = [...rows].map(([key, fields]): [string, string] => [key, fields[at]!.trim()]);
      return new Map(entries.filter(([, value]) => value !== ''));
    },
  };
}
