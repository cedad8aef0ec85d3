/** The queries on tallies: sums of what happened, one row for each key and quarter of an hour. See ../tallies.ts. */
import { sumOfTallies, type Tally, tallyOf } from '../../domain/tally.js';
import type { NewEvent } from '../events.js';
import { slotMinutes, type TallyStore } from '../tallies.js';
import type { PartOfStore } from './part-of-store.js';
import type { WriteTransaction } from './schema.js';

/** A key that has no id: a primary key has no place for null. */
const noKey = '';

export function createTallyStore({ db, run, write }: PartOfStore): TallyStore {
  return {
    between: ({ fromMinute, beforeMinute }) =>
      run(async () => {
        const rows = await db
          .selectFrom('facedesk_tallies')
          .selectAll()
          .where('start_minute', '>=', fromMinute)
          .where('start_minute', '<', beforeMinute)
          .orderBy('start_minute')
          .execute();
        return rows.map((row) => ({
          startMinute: row.start_minute,
          keyId: row.key_id === noKey ? null : row.key_id,
          tally: JSON.parse(row.document) as Tally,
        }));
      }),
    purge: (beforeMinute) =>
      run(() =>
        write(async (trx) => {
          const { numDeletedRows } = await trx
            .deleteFrom('facedesk_tallies')
            .where('start_minute', '<', beforeMinute)
            .executeTakeFirst();
          return Number(numDeletedRows);
        }),
      ),
  };
}

/** Adds those events that have measures to their tallies. One transaction writes at a time, so no sum is lost. */
export async function addToTallies(trx: WriteTransaction, events: readonly NewEvent[]): Promise<void> {
  const added = new Map<string, Tally[]>();
  for (const { measures, keyId = noKey, ...event } of events) {
    if (measures === undefined) continue;
    const place = `${slotOf(event.at)} ${keyId}`;
    added.set(place, [...(added.get(place) ?? []), tallyOf({ ...event, measures })]);
  }
  for (const [place, tallies] of added) {
    const space = place.indexOf(' ');
    await addToTally(trx, { start: Number(place.slice(0, space)), keyId: place.slice(space + 1), tallies });
  }
}

async function addToTally(
  trx: WriteTransaction,
  { start, keyId, tallies }: { start: number; keyId: string; tallies: readonly Tally[] },
): Promise<void> {
  const known = await trx
    .selectFrom('facedesk_tallies')
    .select('document')
    .where('start_minute', '=', start)
    .where('key_id', '=', keyId)
    .executeTakeFirst();
  const before = known === undefined ? [] : [JSON.parse(known.document) as Tally];
  const document = JSON.stringify(sumOfTallies([...before, ...tallies]));
  if (known === undefined) {
    await trx
      .insertInto('facedesk_tallies')
      .values({ start_minute: start, key_id: keyId, document })
      .execute();
    return;
  }
  await trx
    .updateTable('facedesk_tallies')
    .set({ document })
    .where('start_minute', '=', start)
    .where('key_id', '=', keyId)
    .execute();
}

function slotOf(at: string): number {
  return Math.floor(Date.parse(at) / 60_000 / slotMinutes) * slotMinutes;
}
