/** Contract: events, and requests that may be sent twice. */
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../src/store/index.js';
import { enrolmentOf, keyOf, type Desk } from './store-desk.js';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

export function eventsContract(desk: () => Desk): void {
  describe('events', () => {
    it('come back newest first by filter, and oldest first from a number on', async () => {
      const { store } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('Anna'));
      const events: NewEvent[] = [
        {
          at: at(1),
          kind: 'a',
          outcome: 'match',
          reason: 'r',
          keyId: 'k',
          requestId: 'q',
          subjectNo,
          receipt: '{"x":1}',
        },
        { at: at(2), kind: 'b', outcome: 'nonMatch' },
        { at: at(3), kind: 'a' },
      ];
      expect(await store.events.newest()).toBe(0);
      await store.events.append(events);
      const all = await store.events.page({}, { limit: 10 });
      expect(all.map(({ kind }) => kind)).toEqual(['a', 'b', 'a']);
      expect(all[2]).toEqual({ ...events[0], eventNo: all[2]!.eventNo, subjectId: 'Anna' });
      expect(all[1]).toEqual({ ...events[1], eventNo: all[1]!.eventNo });
      expect(await store.events.newest()).toBe(all[0]!.eventNo);
      const [first, ...rest] = all.toReversed();
      expect(await store.events.since(first!.eventNo, 10)).toEqual(rest);
      expect(await store.events.since(0, 1)).toEqual([first]);
      expect(await store.events.page({ subjectNo }, { limit: 10 })).toEqual([first]);
      expect(await store.events.page({ kinds: ['a'] }, { limit: 1 })).toEqual([all[0]]);
      expect(await store.events.page({ kinds: ['a'] }, { limit: 9, below: all[0]!.eventNo })).toEqual([
        first,
      ]);
      expect(await store.events.page({ outcomes: ['nonMatch', 'x'] }, { limit: 9 })).toEqual([all[1]]);
      expect(await store.events.page({ from: at(2), before: at(3) }, { limit: 9 })).toEqual([all[1]]);
    });

    it('stay without who it was when a person is erased, by whomever, and lose their receipts', async () => {
      const { bench, store } = desk();
      for (const id of ['anna', 'bella']) {
        const { subjectNo } = await store.enrol(enrolmentOf(id));
        await store.events.append([{ at: at(1), kind: id, outcome: 'match', subjectNo, receipt: '{}' }]);
      }
      await store.deleteSubject(keyOf('anna'));
      await bench.sql(`DELETE FROM users WHERE id = 'bella'`);
      for await (const _ of store.listUsers());
      const left = await store.events.page({}, { limit: 10 });
      expect(left).toEqual(
        ['bella', 'anna'].map((kind, n) => ({
          eventNo: left[n]!.eventNo,
          at: at(1),
          kind,
          outcome: 'match',
        })),
      );
      expect(await bench.sql('SELECT * FROM facedesk_event_receipts')).toEqual([]);
    });

    it('about somebody who is gone are written without them and without a receipt', async () => {
      const { store } = desk();
      await store.events.append([
        { at: at(1), kind: 'a', subjectNo: 4711, receipt: '{}' },
        { at: at(1), kind: 'b', receipt: '{"of":"nobody"}' },
      ]);
      const [b, a] = await store.events.page({}, { limit: 10 });
      expect(a).toEqual({ eventNo: a!.eventNo, at: at(1), kind: 'a' });
      expect(b).toMatchObject({ receipt: '{"of":"nobody"}' });
    });

    it('are erased when they are old, some at a time', async () => {
      const { bench, store } = desk();
      await store.events.append([1, 2, 3, 4].map((n) => ({ at: at(n), kind: `k${n}`, receipt: '{}' })));
      expect(await store.events.purge(at(4), 2)).toBe(2);
      expect(await store.events.purge(at(4), 2)).toBe(1);
      expect(await store.events.purge(at(4), 2)).toBe(0);
      expect((await store.events.page({}, { limit: 10 })).map(({ kind }) => kind)).toEqual(['k4']);
      expect(await bench.sql('SELECT * FROM facedesk_event_receipts')).toHaveLength(1);
    });

    it('of two stores on one database are seen by both', async () => {
      const { store, open } = desk();
      const other = await open();
      for (let n = 0; n < 10; n++)
        await (n % 2 === 0 ? store : other).events.append([{ at: at(n), kind: `k${n}` }]);
      expect(await other.events.since(0, 20)).toEqual(await store.events.since(0, 20));
      expect(await store.events.since(0, 20)).toHaveLength(10);
    });
  });

  describe('idempotency', () => {
    const claim = (key: string, request = 'r') => ({ keyDigest: key, requestDigest: request });
    const times = (now: string) => ({ now: new Date(now), keptMs: 3_600_000, abandonedMs: 60_000 });
    const noon = times('2026-01-01T12:00:00Z');

    it('gives a key to one of many, and its answer to the others', async () => {
      const { store, open } = desk();
      const other = await open();
      // Within one process SQLite's stores take turns by waiting, so only one of them is asked many things at once.
      const outcomes = await Promise.all(
        Array.from({ length: 7 }, () => store.idempotency.claim(claim('k'), noon)),
      );
      outcomes.push(await other.idempotency.claim(claim('k'), noon));
      expect(outcomes.filter(({ state }) => state === 'claimed')).toHaveLength(1);
      expect(outcomes.filter(({ state }) => state === 'running')).toHaveLength(7);
      await store.idempotency.answer('k', '{"a":1}');
      expect(await other.idempotency.claim(claim('k', 'other'), noon)).toEqual({
        state: 'answered',
        requestDigest: 'r',
        answer: '{"a":1}',
      });
    });

    it('takes back what was released, abandoned or kept long enough', async () => {
      const { store } = desk();
      for (const key of ['released', 'abandoned', 'old']) await store.idempotency.claim(claim(key), noon);
      await store.idempotency.release('released');
      await store.idempotency.answer('old', '{}');
      const soon = times('2026-01-01T12:00:30Z');
      const states = async (at: typeof noon) =>
        Promise.all(
          ['abandoned', 'old'].map(async (key) => (await store.idempotency.claim(claim(key), at)).state),
        );
      expect(await states(soon)).toEqual(['running', 'answered']);
      expect((await store.idempotency.claim(claim('released'), soon)).state).toBe('claimed');
      expect(await states(times('2026-01-01T12:02:00Z'))).toEqual(['claimed', 'answered']);
      expect(await states(times('2026-01-01T13:30:00Z'))).toEqual(['claimed', 'claimed']);
    });

    it('forgets an answer with the person that it is about', async () => {
      const { store } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('anna'));
      await store.idempotency.claim(claim('k'), noon);
      await store.idempotency.answer('k', '{}', subjectNo);
      await store.deleteSubject(keyOf('anna'));
      expect((await store.idempotency.claim(claim('k'), noon)).state).toBe('claimed');
    });
  });
}
