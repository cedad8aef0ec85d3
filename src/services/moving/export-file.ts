/** Writes and reads the files of an export, one entry in memory at a time. */
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { SubjectRecord } from '../../store/index.js';
import {
  checkOpeningLine,
  type ExportCounts,
  ExportFileError,
  ExportTally,
  isClosingLine,
  openingLine,
  parseSubjectLine,
  subjectLine,
} from './export-format.js';

/** A subject has a few photos of a few megabytes; whatever has longer lines is none of ours. */
const mostLineBytes = 256 * 2 ** 20;

/** In a folder that is there the file gets a name of its own. @throws ExportFileError where there is such a file already */
export async function exportPath(to: string, createdAt: string): Promise<string> {
  const found = await stat(to).catch(() => null);
  if (found === null) return to;
  if (found.isDirectory()) return join(to, `facedesk-${createdAt.replace(/\D/g, '')}.ndjson`);
  throw new ExportFileError(`${to} is there already, and is not overwritten.`);
}

/** Writes the file for its owner's eyes; it has its name only once it is whole and on disk. */
export async function writeExport(
  file: string,
  createdAt: string,
  records: AsyncIterable<SubjectRecord>,
): Promise<ExportCounts> {
  const unfinished = `${file}.${randomUUID()}.partial`;
  const handle = await open(unfinished, 'wx', 0o600);
  try {
    const counts = await writeRecords(handle, createdAt, records);
    await handle.sync();
    await handle.close();
    await rename(unfinished, file);
    return counts;
  } catch (error) {
    await handle.close().catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  }
}

async function writeRecords(
  handle: FileHandle,
  createdAt: string,
  records: AsyncIterable<SubjectRecord>,
): Promise<ExportCounts> {
  const tally = new ExportTally();
  await handle.appendFile(`${openingLine(createdAt)}\n`);
  for await (const record of records) {
    const { line, digest } = subjectLine(record);
    await handle.appendFile(`${line}\n`);
    tally.add(record, digest);
  }
  await handle.appendFile(`${tally.closingLine()}\n`);
  return tally.counts;
}

export interface ExportEntry {
  /** Counted from 1. */
  readonly entry: number;
  readonly record: SubjectRecord;
}

/**
 * The entries in their order, each checked before it is handed out.
 * @throws ExportFileError at the first entry that is damaged, and at the end of a file that was cut off
 */
export async function* readExport(file: string): AsyncGenerator<ExportEntry, ExportCounts> {
  const lines = linesOf(file);
  checkOpeningLine((await lines.next()).value ?? '');
  const tally = new ExportTally();
  let entry = 0;
  for await (const line of lines) {
    if (isClosingLine(line)) {
      if (line !== tally.closingLine()) {
        throw new ExportFileError(
          `The closing line does not fit the ${entry} entries before it: some are missing, or in another order.`,
        );
      }
      if ((await lines.next()).done !== true)
        throw new ExportFileError('Something follows the closing line.');
      return tally.counts;
    }
    const { record, digest } = parseSubjectLine(line, ++entry);
    tally.add(record, digest);
    yield { entry, record };
  }
  throw new ExportFileError(`The file was cut off: its closing line is missing after entry ${entry}.`);
}

async function* linesOf(file: string): AsyncGenerator<string, undefined> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    throw new ExportFileError(`The file ${file} cannot be read (${code}).`, { cause });
  });
  const pieces: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of handle.createReadStream({ highWaterMark: 2 ** 20 }) as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(10); end !== -1; end = chunk.indexOf(10, from)) {
      pieces.push(chunk.subarray(from, end));
      yield Buffer.concat(pieces).toString('utf8');
      pieces.length = 0;
      bytes = 0;
      from = end + 1;
    }
    pieces.push(chunk.subarray(from));
    bytes += chunk.byteLength - from;
    if (bytes > mostLineBytes) throw new ExportFileError('The file has a line that no export has.');
  }
  if (bytes > 0) yield Buffer.concat(pieces).toString('utf8');
  return undefined;
}
