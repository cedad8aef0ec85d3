/**
 * Events on their way to the database: they wait a few milliseconds for one another and are written together. Where the
 * database is away they wait for it, up to a bound, beyond which the oldest are dropped and counted; faces of visits have a
 * bound of their own, which they reach long before.
 */
import type { Logger } from '../observability/logger.js';
import type { NewEvent } from '../store/index.js';

/** Events that may wait; about as many as ten minutes of a busy entrance. */
export const maxWaiting = 10_000;
/** Bytes of faces that may wait with them; one that finds no room is left out, and its event is written without it. */
export const maxWaitingProbeBytes = 32 * 2 ** 20;
/** How long an event waits for others to be written with it. */
const gatherMs = 20;
/** Events of one transaction. */
const batchLength = 200;
const retryMs = { first: 250, most: 5000 };

export interface EventQueueParts {
  /** Writes events in one transaction. */
  readonly append: (events: readonly NewEvent[]) => Promise<void>;
  readonly onWritten: () => void;
  /** What is written where events were dropped. */
  readonly lossOf: (count: number) => NewEvent;
  readonly log: Logger;
}

export class EventQueue {
  #waiting: NewEvent[] = [];
  #lost = 0;
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #pauseMs = retryMs.first;
  #isClosed = false;

  constructor(private readonly parts: EventQueueParts) {}

  add(event: NewEvent): void {
    if (this.#waiting.length >= maxWaiting) {
      this.#waiting.shift();
      this.#lost++;
    }
    this.#waiting.push(this.#fitting(event));
    this.#schedule(gatherMs);
  }

  /** Writes what waits; never rejects. */
  async flush(): Promise<void> {
    // What came while a batch was being written is not in it.
    await this.#writing;
    await this.#write();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.flush();
    const left = this.#waiting.length;
    if (left > 0) this.parts.log.warn({ lost: left }, 'events could not be written before the end');
  }

  /** The event, without its face where there is no room for that. */
  #fitting(event: NewEvent): NewEvent {
    const { probe, ...others } = event;
    if (probe === undefined) return event;
    const waitingBytes = this.#waiting.reduce((sum, one) => sum + (one.probe?.byteLength ?? 0), 0);
    return waitingBytes + probe.byteLength <= maxWaitingProbeBytes ? event : others;
  }

  #schedule(ms: number): void {
    if (this.#isClosed || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#write();
    }, ms);
    this.#timer.unref();
  }

  #write(): Promise<void> {
    this.#writing ??= this.#writeBatches().finally(() => (this.#writing = undefined));
    return this.#writing;
  }

  async #writeBatches(): Promise<void> {
    const { append, onWritten, lossOf, log } = this.parts;
    try {
      while (this.#waiting.length > 0) {
        if (this.#lost > 0) this.#waiting.unshift(lossOf(this.#lost));
        this.#lost = 0;
        const batch = new Set(this.#waiting.slice(0, batchLength));
        await append([...batch]);
        // Some can have been dropped for newer ones meanwhile.
        this.#waiting = this.#waiting.filter((event) => !batch.has(event));
        this.#pauseMs = retryMs.first;
        onWritten();
      }
    } catch (err) {
      log.warn({ err, waiting: this.#waiting.length }, 'events wait to be written');
      this.#schedule(this.#pauseMs);
      this.#pauseMs = Math.min(retryMs.most, 2 * this.#pauseMs);
    }
  }
}
