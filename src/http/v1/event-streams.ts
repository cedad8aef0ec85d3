/**
 * Server-sent events: each stream reads on from the last event that it sent, as soon as this process has written one, and once
 * a second for those of other processes. It reads the database and nothing else, so a stream that was cut goes on without a gap.
 */
import { Readable } from 'node:stream';
import { FacedeskError } from '../../domain/errors.js';
import type { Events, StoredEvent } from '../../services/events.js';

/** Streams of one process; each holds a connection and asks the database once a second. */
export const maxStreams = 100;
/** How long an event of another process waits at most before it is looked for. */
const lookEveryMs = 1000;
const heartbeatMs = 15_000;
/** Events of one look. */
const batchLength = 200;

export interface StreamRequest {
  /** The last event that the caller has; null to begin with the next one. */
  readonly after: number | null;
  /** Null for every kind. */
  readonly kinds: ReadonlySet<string> | null;
  readonly render: (event: StoredEvent) => object;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

export interface EventStreams {
  /** @throws FacedeskError too_many_streams, and those of the store */
  open(request: StreamRequest): Promise<Readable>;
  /** Ends them all, since a server waits for its answers to end before it closes. */
  endAll(): void;
}

export function createEventStreams(events: Pick<Events, 'since' | 'newest' | 'onWritten'>): EventStreams {
  const ending = new AbortController();
  let openStreams = 0;

  return {
    open: async ({ after, kinds, render, signal }) => {
      if (openStreams >= maxStreams) throw new FacedeskError('too_many_streams');
      openStreams++;
      const bell = createBell();
      const forgetBell = events.onWritten(bell.ring);
      const end = AbortSignal.any([signal, ending.signal]);
      end.addEventListener('abort', bell.ring, { once: true });
      const close = (): void => {
        openStreams--;
        forgetBell();
      };
      try {
        const from = after ?? (await events.newest());
        const stream = Readable.from(lines(from, { events, kinds, render, end, bell }), {
          objectMode: false,
        });
        stream.once('close', close);
        return stream;
      } catch (error) {
        close();
        throw error;
      }
    },
    endAll: () => ending.abort(),
  };
}

interface LineParts extends Pick<StreamRequest, 'kinds' | 'render'> {
  readonly events: Pick<Events, 'since'>;
  readonly end: AbortSignal;
  readonly bell: Bell;
}

async function* lines(from: number, { events, kinds, render, end, bell }: LineParts): AsyncGenerator<string> {
  let last = from;
  let quietMs = 0;
  // Sent at once, so that the caller knows that it listens.
  yield 'retry: 2000\n\n';
  while (!end.aborted) {
    // While the database is away there is nothing to send; the stream goes on once it is back.
    const found = await events.since(last, batchLength).catch(() => []);
    const text = found
      .filter(({ kind }) => kinds === null || kinds.has(kind))
      .map(
        (event) => `id: ${event.eventNo}\nevent: ${event.kind}\ndata: ${JSON.stringify(render(event))}\n\n`,
      )
      .join('');
    last = found.at(-1)?.eventNo ?? last;
    if (text !== '') {
      quietMs = 0;
      yield text;
    }
    if (found.length === batchLength) continue;
    quietMs += await bell.wait(lookEveryMs);
    if (quietMs < heartbeatMs) continue;
    quietMs = 0;
    yield ': still here\n\n';
  }
}

interface Bell {
  readonly ring: () => void;
  /** Until it rings, or this time is over; how long that was. A ring that nobody waited for counts. */
  wait(ms: number): Promise<number>;
}

function createBell(): Bell {
  let hasRung = false;
  let wake: (() => void) | undefined;
  return {
    ring: () => {
      hasRung = true;
      wake?.();
    },
    wait: async (ms) => {
      const startedMs = performance.now();
      if (!hasRung) {
        let timer: NodeJS.Timeout | undefined;
        await new Promise<void>((resolve) => {
          wake = resolve;
          timer = setTimeout(resolve, ms);
        });
        clearTimeout(timer);
      }
      wake = undefined;
      hasRung = false;
      return performance.now() - startedMs;
    },
  };
}
