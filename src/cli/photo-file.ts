/** Reads the photo that a command names. Whether it is a picture is for the engine to say. */
import { readFile } from 'node:fs/promises';
import { UsageError } from './usage-error.js';

/** @throws UsageError where there is no such file, or it may not be read. */
export async function readPhoto(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new UsageError(`The photo ${path} cannot be read: ${reasonText(cause)}.`, { cause });
  }
}

function reasonText(cause: unknown): string {
  const reasons: Record<string, string> = {
    ENOENT: 'there is no such file',
    EACCES: 'this user may not read it',
    EISDIR: 'it is a folder',
  };
  const { code = 'unknown' } = cause as NodeJS.ErrnoException;
  return reasons[code] ?? `the system says ${code}`;
}
