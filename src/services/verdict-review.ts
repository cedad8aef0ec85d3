/** Lets people say whether a verdict was right. Nothing is decided by it: it is shown with the verdict, and counted. */
import { FacedeskError } from '../domain/errors.js';
import type { EventStore } from '../store/index.js';
import type { Actor, EventKind, Events, StoredEvent } from './events.js';

/** The longest note, in characters. */
export const maxNoteLength = 200;

export interface VerdictReview {
  /** @throws FacedeskError event_not_found */
  read(eventId: string): Promise<StoredEvent>;
  /**
   * Takes the place of what was said before; the event with it.
   * @throws FacedeskError event_not_found, event_not_a_verdict
   */
  review(
    eventId: string,
    feedback: { readonly correct: boolean; readonly note?: string },
    by: Actor,
  ): Promise<StoredEvent>;
}

export interface VerdictReviewParts {
  readonly store: { readonly events: Pick<EventStore, 'find' | 'putFeedback'> };
  readonly events: Pick<Events, 'record'>;
}

const verdicts: readonly string[] = [
  'verification.decided',
  'identification.decided',
] satisfies readonly EventKind[];

export function createVerdictReview({ store, events }: VerdictReviewParts): VerdictReview {
  const read = async (eventId: string): Promise<StoredEvent> => {
    const event = await store.events.find(Number(eventId));
    if (event === null) throw new FacedeskError('event_not_found');
    return event;
  };

  return {
    read,
    review: async (eventId, { correct, note }, by) => {
      const { kind, eventNo, subjectNo } = await read(eventId);
      if (!verdicts.includes(kind)) throw new FacedeskError('event_not_a_verdict');
      const isThere = await store.events.putFeedback(eventNo, {
        correct,
        at: new Date().toISOString(),
        ...(note !== undefined && note !== '' && { note }),
        ...(by.keyId !== null && { keyId: by.keyId }),
      });
      if (!isThere) throw new FacedeskError('event_not_found');
      events.record({
        kind: 'verdict.reviewed',
        reason: String(eventNo),
        by,
        ...(subjectNo !== undefined && { subjectNo }),
      });
      return read(eventId);
    },
  };
}
