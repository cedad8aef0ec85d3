import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../store/index.js';
import { EventQueue, maxWaiting, maxWaitingProbeBytes } from './event-queue.js';

const log = pino({ level: 'silent' });

/** A queue on a database that is away until it is told to be back. */
function queueOnHold() {
  const written: NewEvent[] = [];
  const database = { isAway: true };
  const queue = new EventQueue({
    append: async (events) => {
      if (database.isAway) throw new Error('away');
      written.push(...events);
    },
    onWritten: () => undefined,
    lossOf: (count) => ({ at: '', kind: 'events.lost', reason: String(count) }),
    log,
  });
  return { queue, written, database };
}

describe('an event queue whose database is away', () => {
  it('holds faces up to its bound, leaves out those that find no room, and loses no event for them', async () => {
    const { queue, written, database } = queueOnHold();
    const probe = new Uint8Array(maxWaitingProbeBytes / 4);
    for (let n = 0; n < 6; n++) queue.add({ at: String(n), kind: 'k', probe });
    await queue.flush();
    database.isAway = false;
    await queue.flush();
    expect(written.map((event) => event.at)).toEqual(['0', '1', '2', '3', '4', '5']);
    expect(written.map((event) => 'probe' in event)).toEqual([true, true, true, true, false, false]);
    queue.add({ at: '6', kind: 'k', probe });
    await queue.close();
    expect(written.at(-1)?.probe).toBe(probe);
  });

  it('drops the oldest events beyond its bound, and says how many', async () => {
    const { queue, written, database } = queueOnHold();
    for (let n = 0; n < maxWaiting + 3; n++) queue.add({ at: String(n), kind: 'k' });
    database.isAway = false;
    await queue.close();
    expect(written[0]).toMatchObject({ kind: 'events.lost', reason: '3' });
    expect(written[1]).toMatchObject({ at: '3' });
    expect(written).toHaveLength(maxWaiting + 1);
  });
});
