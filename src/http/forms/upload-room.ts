/**
 * The memory that all uploads together may hold, from their first byte until their answer is out. Who finds no room is told so
 * before the upload is read, or as soon as it outgrows what is left; a caller who sends slowly takes no more than was sent.
 */
import type { IncomingMessage } from 'node:http';
import { FacedeskError } from '../../domain/errors.js';

export class UploadRoom {
  readonly #held = new Map<IncomingMessage, number>();
  #heldBytes = 0;

  /** @param maxBytes of all uploads together */
  constructor(private readonly maxBytes: number) {}

  get heldBytes(): number {
    return this.#heldBytes;
  }

  /** Before the first byte. @throws FacedeskError busy where what the request declares would not fit. */
  admit({ headers }: IncomingMessage): void {
    const declared = Number(headers['content-length'] ?? 0);
    // The only upload is let in whatever its size; how large it may be is another limit's matter.
    if (this.#heldBytes > 0 && this.#heldBytes + declared > this.maxBytes) throw this.#full();
  }

  /** For every piece that has arrived. @throws FacedeskError busy where it does not fit. */
  take(request: IncomingMessage, bytes: number): void {
    const held = this.#held.get(request) ?? 0;
    if (this.#heldBytes > held && this.#heldBytes + bytes > this.maxBytes) throw this.#full();
    this.#held.set(request, held + bytes);
    this.#heldBytes += bytes;
  }

  /** When the answer is out or the caller is gone. */
  release(request: IncomingMessage): void {
    this.#heldBytes -= this.#held.get(request) ?? 0;
    this.#held.delete(request);
  }

  #full(): FacedeskError {
    return new FacedeskError('busy', { detail: `uploads hold ${this.#heldBytes} bytes already` });
  }
}
