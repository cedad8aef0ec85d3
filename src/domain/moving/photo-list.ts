/**
 * The list of photos that a move may come with: CSV with the columns id and photo and, where it is known, timestamp. It
 * reads text; whether the photos exist is the reader's matter.
 */
import { CsvError, parseCsv } from '../accuracy/parse-csv.js';
import { isTime } from './legacy-file-name.js';

export interface ListedPhoto {
  readonly id: string;
  /** Path as the file has it. */
  readonly photo: string;
  /** 2023-07-23T12:34:56, UTC; null where the file does not say. */
  readonly takenAt: string | null;
}

/**
 * Reads the list in its order. Columns may stand in any order, and others beside them are passed over.
 * @throws CsvError with the line, where the header lacks a column, a field is missing or a time is none.
 */
export function parsePhotoList(text: string): ListedPhoto[] {
  const [header, ...records] = parseCsv(text);
  const names = header?.fields.map((name) => name.trim().toLowerCase()) ?? [];
  const [idAt, photoAt, timeAt] = ['id', 'photo', 'timestamp'].map((name) => names.indexOf(name));
  if (idAt === -1 || photoAt === -1) throw new CsvError(1, 'the header must name the columns id and photo');
  return records.map(({ line, fields }) => {
    if (fields.length !== names.length)
      throw new CsvError(line, `${fields.length} fields, but the header has ${names.length}`);
    const photo = fields[photoAt!]!.trim();
    if (photo === '') throw new CsvError(line, '"photo" is empty');
    return { id: fields[idAt!]!, photo, takenAt: timeAt === -1 ? null : toTime(fields[timeAt!]!, line) };
  });
}

/** Allows what databases write: a blank between date and time, and fractions of a second. */
function toTime(text: string, line: number): string | null {
  if (text.trim() === '') return null;
  const time = text
    .trim()
    .replace(' ', 'T')
    .replace(/\.\d+$|Z$/, '');
  if (!isTime(time)) throw new CsvError(line, '"timestamp" is no time like 2023-07-23 12:34:56');
  return time;
}
