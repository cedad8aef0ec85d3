/** Reads the list that comes with a folder of test photos: CSV with a header, one record per picture. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from '../src/domain/accuracy/parse-csv.js';

/** The records by column name. */
export function readManifest(folder: string): Record<string, string>[] {
  const [header, ...records] = parseCsv(readFileSync(join(folder, 'manifest.csv'), 'utf8'));
  return records.map(({ fields }) =>
    Object.fromEntries(header!.fields.map((name, at) => [name, fields[at] ?? ''])),
  );
}
