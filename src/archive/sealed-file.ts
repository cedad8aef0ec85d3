/**
 * A file on disk that holds nothing in the clear: it is sealed piece by piece as it is written, and any part of it is read
 * without the rest. What arrives is never held in memory for longer than one piece.
 */
import { createHash } from 'node:crypto';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { openPiece, pieceOverheadBytes, sealPiece } from '../sealing/index.js';

/** What one piece holds, in bytes; the last one may hold less. */
export const pieceBytes = 64 * 1024;
const sealedBytes = pieceBytes + pieceOverheadBytes;

export interface WrittenFile {
  readonly bytes: number;
  /** SHA-256 of what was written, in hexadecimal. */
  readonly digest: string;
}

export class SealedFileWriter {
  readonly #digest = createHash('sha256');
  readonly #pending = Buffer.alloc(pieceBytes);
  #pendingBytes = 0;
  #pieces = 0;

  private constructor(
    private readonly handle: FileHandle,
    private readonly name: string,
    private readonly dataKey: Uint8Array,
  ) {}

  /** Makes the file, readable by its owner alone. @throws Error of the file system, also where it is there already */
  static async create(path: string, dataKey: Uint8Array): Promise<SealedFileWriter> {
    return new SealedFileWriter(await open(path, 'wx', 0o600), basename(path), dataKey);
  }

  /** @throws Error of the file system: ENOSPC where the disk is full */
  async write(bytes: Uint8Array): Promise<void> {
    this.#digest.update(bytes);
    for (let at = 0; at < bytes.byteLength;) {
      const part = bytes.subarray(at, at + pieceBytes - this.#pendingBytes);
      this.#pending.set(part, this.#pendingBytes);
      this.#pendingBytes += part.byteLength;
      at += part.byteLength;
      if (this.#pendingBytes === pieceBytes) await this.#flush();
    }
  }

  /** Writes what waits, and makes it durable. */
  async finish(): Promise<WrittenFile> {
    const bytes = this.#pieces * pieceBytes + this.#pendingBytes;
    if (this.#pendingBytes > 0) await this.#flush();
    await this.handle.sync();
    await this.handle.close();
    return { bytes, digest: this.#digest.digest('hex') };
  }

  /** Closes a file that nobody wants any more. */
  async abandon(): Promise<void> {
    await this.handle.close();
  }

  async #flush(): Promise<void> {
    const context = { file: this.name, index: this.#pieces };
    const sealed = sealPiece(this.dataKey, context, this.#pending.subarray(0, this.#pendingBytes));
    await this.handle.write(sealed);
    this.#pieces++;
    this.#pendingBytes = 0;
  }
}

export class SealedFileReader {
  /** The piece that was read last, as most reads follow the one before. */
  #recent: { readonly index: number; readonly plain: Buffer } | undefined;

  private constructor(
    private readonly handle: FileHandle,
    private readonly name: string,
    private readonly dataKey: Uint8Array,
    /** Of what it holds. */
    readonly bytes: number,
  ) {}

  static async open(path: string, dataKey: Uint8Array): Promise<SealedFileReader> {
    const { size } = await stat(path);
    const pieces = Math.ceil(size / sealedBytes);
    const handle = await open(path, 'r');
    return new SealedFileReader(handle, basename(path), dataKey, size - pieces * pieceOverheadBytes);
  }

  /** The bytes from `start` on, at most up to the end. @throws Error where a piece is damaged */
  async read(start: number, length: number): Promise<Buffer> {
    const end = Math.min(start + length, this.bytes);
    const parts: Buffer[] = [];
    for (let at = start; at < end;) {
      const index = Math.floor(at / pieceBytes);
      const first = index * pieceBytes;
      const piece = await this.#piece(index);
      parts.push(piece.subarray(at - first, Math.min(end - first, pieceBytes)));
      at = first + pieceBytes;
    }
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  async #piece(index: number): Promise<Buffer> {
    if (this.#recent?.index === index) return this.#recent.plain;
    const sealed = Buffer.alloc(sealedBytes);
    const { bytesRead } = await this.handle.read(sealed, 0, sealedBytes, index * sealedBytes);
    const plain = openPiece(this.dataKey, { file: this.name, index }, sealed.subarray(0, bytesRead));
    if (plain === null) throw new Error(`piece ${index} of ${this.name} is damaged`);
    this.#recent = { index, plain };
    return plain;
  }
}
