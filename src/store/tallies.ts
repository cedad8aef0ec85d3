/** What the store adds up of what happened: a tally for each key and quarter of an hour, which knows nobody. Types, and the length of a tally. */
import type { Tally } from '../domain/tally.js';

/** How long the span of one tally is; every clock on earth is ahead of UTC by a multiple of it. */
export const slotMinutes = 15;

/** Whole minutes since 1970-01-01T00:00Z. */
export interface MinuteSpan {
  readonly fromMinute: number;
  readonly beforeMinute: number;
}

export interface StoredTally {
  /** The minute at which its quarter of an hour begins. */
  readonly startMinute: number;
  /** Whose requests they were; null for those without a key. */
  readonly keyId: string | null;
  readonly tally: Tally;
}

export interface TallyStore {
  /** Those that begin in a span, in the order of time. What events.append writes with measures is in them. */
  between(span: MinuteSpan): Promise<StoredTally[]>;
  /** Erases those that begin before a minute; how many. */
  purge(beforeMinute: number): Promise<number>;
}
