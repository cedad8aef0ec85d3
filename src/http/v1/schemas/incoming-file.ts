/** A body that is one file and nothing else: the handler reads it as it arrives, and says itself how long it may be. */
import { PassThrough } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import { Type } from 'typebox';
import { receiveStream, type StreamLimits } from '../../forms/receive-stream.js';

export const fileType = 'application/octet-stream';

export class IncomingFile {
  constructor(
    private readonly request: IncomingMessage,
    private readonly limits: StreamLimits,
  ) {}

  /** As the caller said beforehand; null where it said nothing. */
  get declaredBytes(): number | null {
    const { 'content-length': declared } = this.request.headers;
    return declared === undefined ? null : Number(declared);
  }

  /** To be read once. Who stops early leaves the rest unread. @throws FacedeskError those of receiveStream */
  async *pieces(): AsyncGenerator<Uint8Array> {
    const through = new PassThrough();
    const take = (piece: Buffer): Promise<void> =>
      new Promise((resolve, reject) => {
        through.write(piece, (error) => (error ? reject(error) : resolve()));
      });
    receiveStream(this.request, this.limits, take).then(
      () => through.end(),
      (error: Error) => through.destroy(error),
    );
    for await (const piece of through) yield piece as Uint8Array;
  }
}

/** The whole body is this file, which the handler gets as an IncomingFile. */
export function incomingFileSchema(description: string) {
  return Type.Unsafe<IncomingFile>({ type: 'string', contentMediaType: fileType, description });
}
