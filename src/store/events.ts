/** What the store keeps of what happened, and of requests that may be sent twice. Types only. */

/** A thing that happened. Holds no id of a person: `subjectNo` leads to it for as long as the person is there. */
export interface NewEvent {
  /** RFC 3339, UTC, with milliseconds. */
  readonly at: string;
  readonly kind: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly keyId?: string;
  readonly requestId?: string;
  readonly subjectNo?: number;
  /** JSON; erased with the person. */
  readonly receipt?: string;
}

export interface StoredEvent extends NewEvent {
  /** Counts up in the order in which events become visible, in every process. */
  readonly eventNo: number;
  /** The person's id, where it is about somebody who is still there. */
  readonly subjectId?: string;
}

export interface EventFilter {
  readonly subjectNo?: number;
  readonly kinds?: readonly string[];
  readonly outcomes?: readonly string[];
  /** RFC 3339, UTC, with milliseconds: from this moment on, and before that one. */
  readonly from?: string;
  readonly before?: string;
}

export interface EventStore {
  /** Writes them in one transaction, in their order. What is about somebody who is gone is written without who it was. */
  append(events: readonly NewEvent[]): Promise<void>;
  /** Newest first, starting below `below`. */
  page(
    filter: EventFilter,
    window: { readonly limit: number; readonly below?: number },
  ): Promise<StoredEvent[]>;
  /** Oldest first, starting above `above`. */
  since(above: number, limit: number, filter?: EventFilter): Promise<StoredEvent[]>;
  /** The newest event's number; 0 where there is none. */
  newest(): Promise<number>;
  /** Erases up to `limit` events that happened before a moment; how many they were. */
  purge(before: string, limit: number): Promise<number>;
}

export interface IdempotencyClaim {
  /** SHA-256, hexadecimal: of who asks and the key they chose. */
  readonly keyDigest: string;
  /** SHA-256, hexadecimal: of what they ask. */
  readonly requestDigest: string;
}

export interface ClaimTimes {
  readonly now: Date;
  /** What was claimed longer ago counts as never asked. */
  readonly keptMs: number;
  /** A claim without an answer for this long is that of a process that ended. */
  readonly abandonedMs: number;
}

export type ClaimOutcome =
  | { readonly state: 'claimed' }
  | { readonly state: 'running'; readonly requestDigest: string }
  | { readonly state: 'answered'; readonly requestDigest: string; readonly answer: string };

export interface IdempotencyStore {
  /** Takes a key that nobody holds, or says who does. Of parallel calls one gets it. */
  claim(claim: IdempotencyClaim, times: ClaimTimes): Promise<ClaimOutcome>;
  /** Keeps the answer (JSON) of a claimed key, for as long as the person that it is about is there. */
  answer(keyDigest: string, answer: string, subjectNo?: number): Promise<void>;
  /** Gives a claimed key back. */
  release(keyDigest: string): Promise<void>;
}
