/**
 * Who of the enrolled is often refused, by the verdicts that are on record. Somebody else's tries under their id count too:
 * the service cannot know who stood there.
 */
import type { EventStore } from '../store/index.js';

export interface OftenRefused {
  /** As registered. */
  readonly id: string;
  /** Verdicts on record under this id. */
  readonly verdicts: number;
  /** How many of them were no match. */
  readonly refused: number;
}

/** Fewer can be anybody's bad day. */
const leastRefused = 3;
/** The newest verdicts count, so that a long record costs no more than a short one. */
const newestVerdicts = 50_000;
const pageLength = 1000;

/** Who was refused most often first, `limit` people at most. */
export async function oftenRefused(
  store: { readonly events: Pick<EventStore, 'page'> },
  limit: number,
): Promise<OftenRefused[]> {
  const people = new Map<string, { verdicts: number; refused: number }>();
  let below: number | undefined;
  for (let read = 0; read < newestVerdicts; read += pageLength) {
    const window = { limit: pageLength, ...(below !== undefined && { below }) };
    const page = await store.events.page({ kinds: ['verification.decided'] }, window);
    for (const { subjectId, outcome } of page) {
      if (subjectId === undefined) continue;
      const { verdicts, refused } = people.get(subjectId) ?? { verdicts: 0, refused: 0 };
      people.set(subjectId, { verdicts: verdicts + 1, refused: refused + (outcome === 'match' ? 0 : 1) });
    }
    below = page.at(-1)?.eventNo;
    if (page.length < pageLength) break;
  }
  return [...people]
    .map(([id, counts]) => ({ id, ...counts }))
    .filter(({ refused }) => refused >= leastRefused)
    .sort((a, b) => b.refused - a.refused || a.verdicts - b.verdicts)
    .slice(0, limit);
}
