/** What the store keeps of what happened, and of requests that may be sent twice. Types only. */
import type { EventMeasures } from '../domain/tally.js';

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
  /** JPEG of the face that a verdict is about; kept sealed, and only where the event is about somebody who is there. */
  readonly probe?: Uint8Array;
  /** Present where it counts: see tallies.ts. Added up, and not kept of the event itself. */
  readonly measures?: EventMeasures;
}

/** Whether a verdict was right, by somebody who knows. */
export interface VerdictFeedback {
  readonly correct: boolean;
  readonly note?: string;
  readonly keyId?: string;
  /** RFC 3339, UTC, with milliseconds. */
  readonly at: string;
}

export interface StoredEvent extends Omit<NewEvent, 'measures' | 'probe'> {
  /** Counts up in the order in which events become visible, in every process. */
  readonly eventNo: number;
  /** The person's id, where it is about somebody who is still there. */
  readonly subjectId?: string;
  readonly feedback?: VerdictFeedback;
  /** Present where a face is kept of it: see EventStore.probe. */
  readonly hasProbe?: true;
}

export interface EventFilter {
  readonly subjectNo?: number;
  readonly kinds?: readonly string[];
  readonly outcomes?: readonly string[];
  /** Of these requests. */
  readonly requestIds?: readonly string[];
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
  /** Null where there is none with this number. */
  find(eventNo: number): Promise<StoredEvent | null>;
  /** JPEG of the face that a verdict was about; null where there is no such event, or none is kept of it. */
  probe(eventNo: number): Promise<Uint8Array | null>;
  /** Takes the place of earlier feedback; false where there is no such event. Goes with the person that the event is about. */
  putFeedback(eventNo: number, feedback: VerdictFeedback): Promise<boolean>;
  /** Feedback on verdicts of a time: what was decided and when, in no particular order. */
  feedbackBetween(
    from: string,
    before: string,
  ): Promise<{ readonly at: string; readonly outcome: string | null; readonly correct: boolean }[]>;
  /** The newest event's number; 0 where there is none. */
  newest(): Promise<number>;
  /** Erases up to `limit` events that happened before a moment; how many they were. */
  purge(before: string, limit: number): Promise<number>;
  /** Erases up to `limit` faces of visits before a moment, and leaves their events; how many they were. */
  purgeProbes(before: string, limit: number): Promise<number>;
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
