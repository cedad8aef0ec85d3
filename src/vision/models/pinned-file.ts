/**
 * Writes a file that is known beforehand by its length and digest while it arrives, a piece at a time, and has it take its place
 * only when it is that file. Whatever else arrives leaves nothing behind.
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { syncFolder } from './atomic-file.js';

/** Which bytes are meant. */
export interface Pin {
  readonly bytes: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/**
 * What is wrong with the bytes, as a clause ("it has …"), or undefined where they are in their place. Reads no further than one
 * piece beyond the length.
 * @param path in a folder that is made where there is none
 * @param waitingRoom an existing folder of the same file system, where the file is until it is known to be right
 * @throws what the pieces throw, and what the file system throws
 */
export async function writePinnedFile(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  { pin, waitingRoom }: { readonly pin: Pin; readonly waitingRoom: string },
): Promise<string | undefined> {
  const temporary = join(waitingRoom, `${basename(path)}.${randomUUID()}.tmp`);
  try {
    const fault = await writeWhileRight(temporary, pieces, pin);
    if (fault !== undefined) {
      await rm(temporary);
      return fault;
    }
    await mkdir(dirname(path), { recursive: true });
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  await syncFolder(dirname(path));
  return undefined;
}

async function writeWhileRight(
  path: string,
  pieces: AsyncIterable<Uint8Array>,
  pin: Pin,
): Promise<string | undefined> {
  const hash = createHash('sha256');
  let length = 0;
  const file = await open(path, 'wx', 0o644);
  try {
    for await (const piece of pieces) {
      length += piece.byteLength;
      if (length > pin.bytes) return `it has more bytes than ${pin.bytes}`;
      hash.update(piece);
      await file.write(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return faultOf({ bytes: length, sha256: hash.digest('hex') }, pin);
}

/** What is wrong with a file of this length and digest, as a clause; undefined where it is the one that is meant. */
export function faultOf({ bytes, sha256 }: Pin, pin: Pin): string | undefined {
  if (bytes !== pin.bytes) return `it has ${bytes} bytes, not ${pin.bytes}`;
  return sha256 === pin.sha256 ? undefined : `its SHA-256 is ${sha256}, not ${pin.sha256}`;
}
