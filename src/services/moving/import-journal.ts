/**
 * Remembers what an import found out about each id's photos, so that a run after a kill does not examine them again. The
 * store is the truth about who is enrolled; this file only saves time, and may be deleted. It holds digests and verdicts:
 * no ids, no names of files, nothing of a face.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { RowVerdict } from './import-report.js';

export interface ImportJournal {
  /** The verdicts noted under this fingerprint, in the order of the photos. */
  find(fingerprint: string): readonly RowVerdict[] | undefined;
  note(fingerprint: string, verdicts: readonly RowVerdict[]): Promise<void>;
  close(): Promise<void>;
}

/** @param facts everything on which the verdicts depend. */
export function fingerprintOf(facts: readonly (string | number | boolean | null)[]): string {
  return createHash('sha256').update(JSON.stringify(facts)).digest('hex');
}

/** Opens the journal, making it where it is not there yet; a line that a kill cut off counts as not written. */
export async function openJournal(file: string): Promise<ImportJournal> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a+', 0o600);
  const text = await handle.readFile('utf8');
  if (text !== '' && !text.endsWith('\n')) await handle.appendFile('\n');
  return journal(parseLines(text), handle);
}

/** What was noted, for a run that writes nothing itself. */
export async function readJournal(file: string): Promise<ImportJournal> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return journal(parseLines(text), null);
}

function journal(
  known: ReadonlyMap<string, readonly RowVerdict[]>,
  handle: FileHandle | null,
): ImportJournal {
  return {
    find: (fingerprint) => known.get(fingerprint),
    note: async (fingerprint, verdicts) => {
      await handle?.appendFile(`${JSON.stringify([fingerprint, ...verdicts])}\n`);
    },
    close: async () => handle?.close(),
  };
}

function parseLines(text: string): Map<string, readonly RowVerdict[]> {
  const known = new Map<string, readonly RowVerdict[]>();
  for (const line of text.split('\n')) {
    if (!/^\["[0-9a-f]{64}"(,"\w+")*\]$/.test(line)) continue;
    const [fingerprint, ...verdicts] = JSON.parse(line) as [string, ...RowVerdict[]];
    known.set(fingerprint, verdicts);
  }
  return known;
}
