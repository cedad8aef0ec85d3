/** Events as they happen, without a gap: where the connection breaks, the next one goes on behind the last event. */
import type { CallOptions, Connection } from './connection.js';
import { FacedeskError } from './facedesk-error.js';
import { pause } from './retries.js';
import type { Event } from './schemas.generated.js';
import { readServerSent } from './server-sent-events.js';

export interface StreamOptions extends Pick<CallOptions, 'signal'> {
  /** Only these kinds. */
  readonly kind?: readonly Event['kind'][] | undefined;
  /** The id of the last event that you have; the stream begins with what happens from now on unless told. */
  readonly after?: string | undefined;
}

/** The service says something every 15 s; a connection that is silent for this long is dead. In milliseconds. */
const longestSilenceMs = 40_000;
const pauseMs = { first: 500, most: 15_000 };

/** Ends when the signal aborts, by throwing its reason; @throws FacedeskError where asking again cannot help */
export async function* streamEvents(
  connection: Connection,
  { kind, after, signal }: StreamOptions,
): AsyncGenerator<Event, never> {
  let last = after ?? (await newestId(connection, signal));
  let failures = 0;
  for (;;) {
    try {
      for await (const event of eventsAfter(connection, last, { kind, signal })) {
        failures = 0;
        last = event.id;
        yield event;
        // Others may have come along with it.
        signal?.throwIfAborted();
      }
    } catch (error) {
      if (signal?.aborted === true) throw signal.reason;
      if (error instanceof FacedeskError && !canPass(error)) throw error;
      failures++;
      const askedMs = error instanceof FacedeskError ? (error.retryAfterS ?? 0) * 1000 : 0;
      await pause(Math.max(askedMs, Math.min(pauseMs.most, pauseMs.first * 2 ** (failures - 1))), signal);
      continue;
    }
    // A service that ends its streams is about to end itself.
    await pause(pauseMs.first, signal);
  }
}

/** One connection's events, until it ends or falls silent. */
async function* eventsAfter(
  connection: Connection,
  last: string,
  { kind, signal }: Pick<StreamOptions, 'kind' | 'signal'>,
): AsyncGenerator<Event> {
  const silence = new AbortController();
  const either = signal === undefined ? silence.signal : AbortSignal.any([signal, silence.signal]);
  let timer = setTimeout(() => silence.abort(), longestSilenceMs);
  try {
    const headers = { accept: 'text/event-stream', 'last-event-id': last };
    const response = await connection.open('streamEvents', { query: { kind }, headers }, either);
    for await (const message of readServerSent(chunksOf(response))) {
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), longestSilenceMs);
      if (message !== null) yield JSON.parse(message.data) as Event;
    }
  } finally {
    clearTimeout(timer);
    // Also where whoever reads the events stops: the connection must not stay.
    silence.abort();
  }
}

/** Safari has streams that cannot be iterated. */
async function* chunksOf({ body }: Response): AsyncGenerator<Uint8Array> {
  const reader = body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}

async function newestId(connection: Connection, signal: AbortSignal | undefined): Promise<string> {
  const { body } = await connection.call('listEvents', { query: { limit: 1 } }, { signal });
  return body.items[0]?.id ?? '0';
}

/** Without a connection, too many of them, a service that restarts: all that passes. A wrong key does not. */
function canPass({ status, code }: FacedeskError): boolean {
  return status === 0 || status >= 500 || code === 'rate_limited' || code === 'request_timeout';
}
