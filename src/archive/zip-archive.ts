/**
 * A ZIP archive that a stranger made, read where it lies: its list of files is held against limits before any is opened, and
 * one file at a time is expanded, in memory, to no more than it said. Nothing is ever unpacked onto the disk.
 */
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import {
  Entry,
  fromRandomAccessReaderPromise,
  getFileNameLowLevel,
  RandomAccessReader,
  validateFileName,
  type ZipFile,
} from 'yauzl';
import { FacedeskError } from '../domain/errors.js';
import { pieceBytes, type SealedFileReader } from './sealed-file.js';

/** How many times longer than the archive its files may be together. Photos hardly shrink at all. */
export const mostExpansion = 20;
/** Characters of a path in an archive. */
export const maxPathLength = 1024;

export interface ArchiveLimits {
  readonly maxEntries: number;
  /** Of all files together, expanded. */
  readonly maxExpandedBytes: number;
}

export interface ArchivedFile {
  /** Within the archive, with slashes; never absolute, never with "..". */
  readonly path: string;
  /** Expanded, as the archive says. */
  readonly bytes: number;
  readonly crc32: number;
  /** The content; null where it is damaged, encrypted or packed in a way that is not understood. */
  read(): Promise<Buffer | null>;
}

export interface ZipArchive {
  /** In the order of the archive, without folders. */
  readonly files: readonly ArchivedFile[];
  close(): Promise<void>;
}

/**
 * Reads the list of files.
 * @throws FacedeskError archive_unreadable where it is no ZIP archive or a damaged one; archive_unsafe where a path leads
 * elsewhere, comes twice or is a link; archive_too_large where it is beyond the limits
 */
export async function openZipArchive(file: SealedFileReader, limits: ArchiveLimits): Promise<ZipArchive> {
  try {
    const zip = await readable(() =>
      fromRandomAccessReaderPromise(new FromSealedFile(file), file.bytes, {
        autoClose: false,
        decodeStrings: false,
      }),
    );
    if (zip.entryCount > limits.maxEntries)
      throw new FacedeskError('archive_too_large', { detail: `${zip.entryCount} entries` });
    return { files: await listFiles(zip, file.bytes, limits), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function listFiles(zip: ZipFile, archiveBytes: number, limits: ArchiveLimits): Promise<ArchivedFile[]> {
  const maxBytes = Math.min(limits.maxExpandedBytes, archiveBytes * mostExpansion);
  const files: ArchivedFile[] = [];
  const known = new Set<string>();
  let expandedBytes = 0;
  const entries = zip.eachEntry();
  for (;;) {
    const next = await readable(() => entries.next());
    if (next.done === true) return files;
    const path = safePathOf(next.value);
    if (path.endsWith('/')) continue;
    if (known.has(path)) throw new FacedeskError('archive_unsafe', { detail: 'a path that comes twice' });
    known.add(path);
    expandedBytes += next.value.uncompressedSize;
    if (expandedBytes > maxBytes)
      throw new FacedeskError('archive_too_large', { detail: `more than ${maxBytes} bytes expanded` });
    files.push(fileOf(zip, next.value, path));
  }
}

/** @throws FacedeskError archive_unsafe */
function safePathOf(entry: Entry): string {
  const { generalPurposeBitFlag, fileNameRaw, extraFields, externalFileAttributes, versionMadeBy } = entry;
  if (fileNameRaw.length > maxPathLength)
    throw new FacedeskError('archive_unsafe', { detail: 'a long path' });
  const path = getFileNameLowLevel(generalPurposeBitFlag, fileNameRaw, extraFields, false);
  const problem = validateFileName(path);
  // The message names the path, and the path a person.
  if (problem !== null || path.includes('\0'))
    throw new FacedeskError('archive_unsafe', { detail: 'a path that leads elsewhere' });
  const madeOnUnix = versionMadeBy >> 8 === 3;
  const kind = (externalFileAttributes >>> 16) & 0o170000;
  if (madeOnUnix && ![0, regularFile, folder].includes(kind))
    throw new FacedeskError('archive_unsafe', { detail: 'a link or a device' });
  return path;
}

/** Kinds of files in what Unix notes of them. */
const regularFile = 0o100000;
const folder = 0o040000;

function fileOf(zip: ZipFile, entry: Entry, path: string): ArchivedFile {
  const { uncompressedSize: bytes, crc32: expected } = entry;
  // Extra fields and comments are as long as who made the archive wanted them to be, so they are not kept.
  const kept = Object.assign(new Entry(), {
    compressedSize: entry.compressedSize,
    uncompressedSize: bytes,
    compressionMethod: entry.compressionMethod,
    generalPurposeBitFlag: entry.generalPurposeBitFlag,
    relativeOffsetOfLocalHeader: entry.relativeOffsetOfLocalHeader,
  });
  return {
    ...{ path, bytes, crc32: expected },
    read: async () => {
      try {
        const pieces: Buffer[] = [];
        for await (const piece of await zip.openReadStreamPromise(kept)) pieces.push(piece as Buffer);
        const content = Buffer.concat(pieces);
        return crc32(content) === expected ? content : null;
      } catch {
        // Every failure here is the archive's: of what was sealed, a damaged piece fails as well.
        return null;
      }
    },
  };
}

/** What yauzl throws is about the archive, whose bytes are all there. */
async function readable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new FacedeskError('archive_unreadable', { cause });
  }
}

/** How yauzl reads. */
class FromSealedFile extends RandomAccessReader {
  constructor(private readonly file: SealedFileReader) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const { file } = this;
    async function* pieces() {
      for (let at = start; at < end; at += pieceBytes) yield file.read(at, Math.min(pieceBytes, end - at));
    }
    return Readable.from(pieces(), { objectMode: false });
  }

  /** Small reads one by one, without a stream for each. */
  override read(
    ...[buffer, offset, length, position, callback]: Parameters<RandomAccessReader['read']>
  ): void {
    this.file.read(position, length).then(
      (bytes) => {
        if (bytes.length < length) return callback(new Error('the archive ends too soon'));
        bytes.copy(buffer, offset);
        callback(null);
      },
      (error: Error) => callback(error),
    );
  }
}
