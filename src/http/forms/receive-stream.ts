/**
 * Reads a body that is too long for memory, a piece at a time: the next one is read when the one before is dealt with. Such a
 * body may take longer to arrive than others, as long as it keeps arriving.
 */
import type { IncomingMessage } from 'node:http';
import { FacedeskError } from '../../domain/errors.js';

export interface StreamLimits {
  readonly maxBytes: number;
  /** From now until the last byte. */
  readonly timeoutMs: number;
  /** Between two pieces. */
  readonly silenceMs: number;
}

const unhurried = new WeakSet<IncomingMessage>();

/** True for a request whose time is measured here, and not by the server. */
export function takesItsTime(request: IncomingMessage): boolean {
  return unhurried.has(request);
}

/**
 * Hands every piece to `take` and waits for it; an error that it throws ends the reading, and the rest is left unread, so that
 * an answer can still be sent.
 * @throws FacedeskError request_too_large, request_timeout, or form_malformed where the caller hangs up
 */
export async function receiveStream(
  request: IncomingMessage,
  { maxBytes, timeoutMs, silenceMs }: StreamLimits,
  take: (piece: Buffer) => Promise<void>,
): Promise<void> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw new FacedeskError('request_too_large');
  unhurried.add(request);
  return new Promise((resolve, reject) => {
    let received = 0;
    let silence: NodeJS.Timeout | undefined;
    const settle = (error?: Error): void => {
      clearTimeout(timer);
      clearTimeout(silence);
      request.off('data', onData).off('end', onEnd).off('close', onGone);
      if (error === undefined) return resolve();
      request.pause();
      reject(error);
    };
    const listen = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => settle(new FacedeskError('request_timeout')), silenceMs);
    };
    const onData = (piece: Buffer): void => {
      received += piece.length;
      if (received > maxBytes) return settle(new FacedeskError('request_too_large'));
      clearTimeout(silence);
      request.pause();
      take(piece).then(() => {
        listen();
        request.resume();
      }, settle);
    };
    const onEnd = (): void => settle();
    const onGone = (): void =>
      settle(
        new FacedeskError('form_malformed', { detail: 'the caller hung up before the body was complete' }),
      );
    const timer = setTimeout(() => settle(new FacedeskError('request_timeout')), timeoutMs);
    listen();
    request.on('data', onData).on('end', onEnd).on('close', onGone);
    // Node reports a caller who hangs up as an error too; 'close' follows it and says the same.
    request.on('error', () => {});
  });
}
