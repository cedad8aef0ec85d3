/**
 * Reads a request's body piece by piece under one limit for all of it, however it is sent: declared, chunked, before the
 * first boundary or after the last. Leaves the rest unread when it gives up, so that an answer can still be sent.
 */
import type { IncomingMessage } from 'node:http';
import { FacedeskError } from '../../domain/errors.js';
import type { UploadRoom } from './upload-room.js';

export interface BodyLimits {
  readonly maxBytes: number;
  /** From now until the last byte. */
  readonly timeoutMs: number;
  /** Shared by all uploads. */
  readonly room: UploadRoom;
}

/**
 * Hands every piece to `take`; an error that `take` throws ends the reading.
 * @throws FacedeskError request_too_large, request_timeout, busy where other uploads fill the memory for them, or
 * form_malformed where the caller hangs up.
 */
export async function receiveBody(
  request: IncomingMessage,
  { maxBytes, timeoutMs, room }: BodyLimits,
  take: (piece: Buffer) => void,
): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new FacedeskError('request_too_large');
  room.admit(request);

  return new Promise((resolve, reject) => {
    let received = 0;
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      request.off('data', onData).off('end', onEnd).off('close', onGone);
      if (error === undefined) return resolve();
      request.pause();
      reject(error);
    };
    const onData = (piece: Buffer): void => {
      received += piece.length;
      if (received > maxBytes) return settle(new FacedeskError('request_too_large'));
      try {
        room.take(request, piece.length);
        take(piece);
      } catch (error) {
        settle(error as Error);
      }
    };
    const onEnd = (): void => settle();
    const onGone = (): void =>
      settle(
        new FacedeskError('form_malformed', { detail: 'the caller hung up before the body was complete' }),
      );
    const timer = setTimeout(() => settle(new FacedeskError('request_timeout')), timeoutMs);
    request.on('data', onData).on('end', onEnd).on('close', onGone);
    // Node reports a caller who hangs up as an error too; 'close' follows it and says the same.
    request.on('error', () => {});
  });
}
