/**
 * Keeps a record of what happens: every verdict, and every change of who is registered. Recording costs a caller nothing:
 * events wait in memory for a few milliseconds and are written together, and where the database is away they wait for it.
 * An event holds no id, a face only where the settings want it kept of visits, and of a claim of an unknown id nothing of what was claimed: ids are easily guessed, so
 * even their digests would tell who had tried, and whoever is not registered here has agreed to nothing.
 */
import { FacedeskError } from '../domain/errors.js';
import type { Logger } from '../observability/logger.js';
import type { EventFilter, EventStore, NewEvent, StoredEvent, TallyStore } from '../store/index.js';
import { EventQueue } from './event-queue.js';

export type { StoredEvent } from '../store/index.js';

/** What can happen. Webhooks and filters go by these names. */
export const eventKinds = {
  'verification.decided': 'A claim was held against photos.',
  'verdict.reviewed': 'Somebody said whether a verdict was right; the reason is the id of its event.',
  'photo.refused': 'No verdict could be made of a photo; the reason is the code of what is wrong with it.',
  'identification.decided': 'Somebody was searched for by a photo.',
  'comparison.decided': 'Two photos were compared.',
  'subject.registered': 'A person was registered.',
  'subject.updated': 'What is noted of a person was changed.',
  'subject.deleted': 'A person was erased. Who it was is not kept.',
  'photos.added': 'A person got further photos.',
  'photo.deleted': 'A photo of a person was erased.',
  'group.created': 'A group was made.',
  'group.deleted': 'A group was deleted.',
  'attempts.unlocked': 'A lock that failed attempts had put on a person was lifted.',
  'duplicate.settled': 'Somebody looked whether two people are one.',
  'calibration.requested': 'The line between the same and another person is drawn anew.',
  'webhook.created': 'A webhook was set up; the reason is its id.',
  'webhook.changed': 'A webhook was changed, or got a new secret; the reason is its id.',
  'webhook.deleted': 'A webhook was removed; the reason is its id.',
  'webhook.disabled':
    'Nothing could be delivered to a webhook for days, or its receiver is gone; the reason is its id.',
  'import.requested': 'An import was asked for; the reason is its id.',
  'import.finished': 'An import has gone through all of its photos; the reason is its id.',
  'import.cancelled': 'An import was ended before that; the reason is its id.',
  'import.failed': 'An import could not go on; the reason is its id.',
  'key.created': 'An API key was made; the reason is its id.',
  'key.rotated': 'An API key got a new secret; the reason is its id.',
  'key.revoked': 'An API key was ended; the reason is its id.',
  'events.lost':
    'Events could not be kept for want of memory while the database was away; the reason says how many.',
} as const;

export type EventKind = keyof typeof eventKinds;

/** Who had something done: what an event says of the request behind it. */
export interface Actor {
  /** The public part of the key; null where no key is asked for. */
  readonly keyId: string | null;
  readonly requestId: string;
}

export interface EventRecord extends Pick<
  NewEvent,
  'outcome' | 'reason' | 'subjectNo' | 'probe' | 'measures'
> {
  readonly kind: EventKind;
  /** Absent where nobody asked, or somebody on the command line did. */
  readonly by?: Actor;
  /** How a verdict came about, for those who may see it; kept as JSON. */
  readonly receipt?: object;
}

export interface Events {
  /** Takes an event and returns at once; it never throws, and never waits. */
  record(event: EventRecord): void;
  /** Newest first, starting below `below`. */
  page(
    filter: EventFilter,
    window: { readonly limit: number; readonly below?: number },
  ): Promise<StoredEvent[]>;
  /** Oldest first, starting above `above`. */
  since(above: number, limit: number, filter?: EventFilter): Promise<StoredEvent[]>;
  /** Null where there is none with this number. */
  find(eventNo: number): Promise<StoredEvent | null>;
  /** JPEG of the face of a visit. @throws FacedeskError event_not_found, event_picture_not_kept */
  picture(eventNo: number): Promise<Uint8Array>;
  newest(): Promise<number>;
  /** Calls back when this process has written events; how to stop that. */
  onWritten(listener: () => void): () => void;
  /** Erases what is older than is to be kept, faces of visits before their events; how many events. */
  purge(): Promise<number>;
  /** Writes what waits. */
  flush(): Promise<void>;
  /** Writes what waits, and ends the timers. */
  close(): Promise<void>;
}

export interface EventsParts {
  readonly store: { readonly events: EventStore; readonly tallies: Pick<TallyStore, 'purge'> };
  /** Older events are erased. */
  readonly keepDays: number;
  /** Faces of visits as well, and never later than their events. */
  readonly probesKeepDays: number;
  /** Milliseconds since 1970; the clock of this machine unless told. */
  readonly clock?: () => number;
  readonly log: Logger;
}

const purgeEveryMs = 3_600_000;
const purgeBatch = 1000;
/** How long sums of what happened are kept: they say nothing of anybody. A year can be held against the one before. */
export const tallyDays = 400;

export function createEvents({ store, log, clock = Date.now, ...keeping }: EventsParts): Events {
  const listeners = new Set<() => void>();
  const now = (): string => new Date(clock()).toISOString();
  const queue = new EventQueue({
    append: (events) => store.events.append(events),
    onWritten: () => {
      for (const listener of listeners) listener();
    },
    lossOf: (count) => ({ at: now(), kind: 'events.lost' satisfies EventKind, reason: String(count) }),
    log,
  });

  const purge = async (): Promise<number> => {
    await store.tallies.purge(Math.floor(clock() / 60_000) - tallyDays * 1440);
    const daysAgo = (days: number): string => new Date(clock() - days * 86_400_000).toISOString();
    // Faces go first and by themselves, since the database's files are cleared of them.
    const faces = daysAgo(Math.min(keeping.probesKeepDays, keeping.keepDays));
    await inBatches((most) => store.events.purgeProbes(faces, most));
    return inBatches((most) => store.events.purge(daysAgo(keeping.keepDays), most));
  };
  const purging = setInterval(() => {
    purge()
      .then((erased) => erased > 0 && log.info({ erased }, 'old events erased'))
      .catch((err: unknown) => log.warn({ err }, 'old events could not be erased'));
  }, purgeEveryMs);
  purging.unref();

  return {
    record: ({ receipt, by, ...event }) =>
      queue.add({
        ...event,
        at: now(),
        ...(by !== undefined && { requestId: by.requestId }),
        ...(by !== undefined && by.keyId !== null && { keyId: by.keyId }),
        ...(receipt !== undefined && { receipt: JSON.stringify(receipt) }),
      }),
    page: (filter, window) => store.events.page(filter, window),
    since: (above, limit, filter) => store.events.since(above, limit, filter),
    find: (eventNo) => store.events.find(eventNo),
    picture: async (eventNo) => {
      const jpeg = await store.events.probe(eventNo);
      if (jpeg !== null) return jpeg;
      const isThere = (await store.events.find(eventNo)) !== null;
      throw new FacedeskError(isThere ? 'event_picture_not_kept' : 'event_not_found');
    },
    newest: () => store.events.newest(),
    onWritten: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    purge,
    flush: () => queue.flush(),
    close: async () => {
      clearInterval(purging);
      await queue.close();
    },
  };
}

/** Until a batch is not full; how many in all. */
async function inBatches(erase: (most: number) => Promise<number>): Promise<number> {
  for (let total = 0; ;) {
    const erased = await erase(purgeBatch);
    total += erased;
    if (erased < purgeBatch) return total;
  }
}
