/** What the commands ask about people, whether their service is in this process or behind an address. */
import type { Metadata } from '../../domain/metadata.js';
import type { Person } from '../../services/subject-directory.js';

export interface EnrolledPhoto {
  /** Its place among the photos that were sent, from 0. */
  readonly index: number;
  readonly accepted: boolean;
  /** Of a refused one: why, as in the error table. */
  readonly code?: string;
}

export interface Enrolled {
  readonly id: string;
  /** When, in UTC: 2026-11-22T16:33:00. */
  readonly timestamp: string;
  readonly photos: readonly EnrolledPhoto[];
}

export interface Verdict {
  readonly outcome: 'match' | 'uncertain' | 'nonMatch';
  /** As registered; with a match. */
  readonly id?: string;
  /** Why it is no match; absent where the key may not know. */
  readonly reason?: string;
  readonly receipt?: object;
}

export interface RankedPerson {
  readonly id: string;
  readonly passes: boolean;
  /** Absent where the key may not know. */
  readonly score?: number;
}

/** A person as commands show them. */
export type ListedPerson = Pick<Person, 'state' | 'timestamp' | 'groups' | 'metadata'> & {
  readonly id: string;
};

export interface PeopleQuery {
  readonly idPrefix?: string;
  readonly state?: Person['state'];
  readonly group?: string;
  /** Members of the metadata as name:value. */
  readonly metadata?: readonly string[];
}

export interface ListedEvent {
  readonly id: string;
  readonly kind: string;
  readonly at: string;
  readonly subject?: string;
  readonly outcome?: string;
  readonly reason?: string;
  readonly keyId?: string;
}

export interface EventQuery {
  readonly subject?: string;
  readonly kind?: readonly string[];
}

export interface WatchOptions {
  readonly kind?: readonly string[];
  /** The id of the last event that is known; from now on unless told. */
  readonly after?: string;
  /** Ends it. */
  readonly signal: AbortSignal;
}

export interface Desk {
  register(person: { id: string; images: readonly Uint8Array[]; scanned: boolean }): Promise<Enrolled>;
  verify(claim: { id: string; image: Uint8Array }): Promise<Verdict>;
  /** The most alike first. */
  identify(search: { image: Uint8Array; limit: number }): Promise<readonly RankedPerson[]>;
  /** Everybody, oldest first. */
  list(): AsyncIterable<{ readonly id: string; readonly timestamp: string }>;
  /** The names of the photos that went with them; a service elsewhere does not tell. */
  delete(id: string): Promise<{ readonly filesDeleted?: readonly string[] }>;
  people(query: PeopleQuery): AsyncIterable<ListedPerson>;
  person(id: string): Promise<ListedPerson>;
  /** JSON Merge Patch: members that are null are removed. */
  changeMetadata(id: string, patch: Metadata): Promise<ListedPerson>;
  /** Newest first. */
  events(query: EventQuery): AsyncIterable<ListedEvent>;
  /** Events as they happen; ends when the signal aborts. */
  watch(options: WatchOptions): AsyncIterable<ListedEvent>;
}
