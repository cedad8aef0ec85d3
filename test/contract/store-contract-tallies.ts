/** Contract: what happened, added up, and what people said of verdicts. */
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../src/store/index.js';
import { enrolmentOf, keyOf, type Desk } from './store-desk.js';

/** Minutes after 18:00 UTC of a day. */
const evening = Date.UTC(2026, 2, 1, 18) / 60_000;
const at = (minute: number): string => new Date((evening + minute) * 60_000).toISOString();
const span = { fromMinute: evening, beforeMinute: evening + 60 };

function verdict(minute: number, rest: Partial<NewEvent> = {}): NewEvent {
  return { at: at(minute), kind: 'verification.decided', outcome: 'match', measures: {}, ...rest };
}

const matches = (count: number) => ({ events: { 'verification.decided match -': count } });

export function talliesContract(desk: () => Desk): void {
  describe('tallies', () => {
    it('add up what has measures, by the key that asked and the quarter of an hour', async () => {
      const { store } = desk();
      const measures = { durationMs: 1234.5, quality: 70.6, sharpness: 55.5, brightness: 99.4 };
      await store.events.append([
        verdict(-1),
        verdict(0, { keyId: 'gate', measures: { ...measures, estimatedFmr: 0.5 } }),
        verdict(14, { keyId: 'gate', measures: { ...measures, estimatedFmr: 0.25 } }),
        verdict(14),
        { at: at(14), kind: 'group.created' },
        verdict(15, { outcome: 'nonMatch', reason: 'belowThreshold' }),
        verdict(60),
      ]);
      const sums = {
        ...{ durationMs: { 1200: 1 }, quality: { 71: 1 }, sharpness: { 56: 1 }, brightness: { 99: 1 } },
        ...matches(1),
      };
      const [gate, ...others] = (await store.tallies.between(span)).toSorted(
        (a, b) => a.startMinute - b.startMinute || Number(a.keyId === null) - Number(b.keyId === null),
      );
      expect(gate).toEqual({
        ...{ startMinute: evening, keyId: 'gate' },
        tally: {
          ...Object.fromEntries(
            Object.entries(sums).map(([name, counts]) => [
              name,
              Object.fromEntries(Object.keys(counts).map((value) => [value, 2])),
            ]),
          ),
          ...{ lastAt: at(14), fmr: { sum: 0.75, count: 2 } },
        },
      });
      expect(others).toMatchObject([
        { startMinute: evening, keyId: null, tally: { lastAt: at(14), ...matches(1) } },
        {
          startMinute: evening + 15,
          tally: { events: { 'verification.decided nonMatch belowThreshold': 1 } },
        },
      ]);
    });

    it('go on counting who was erased and events that are too old, until they are erased themselves', async () => {
      const { store } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('anna'));
      await store.events.append([verdict(1, { subjectNo })]);
      await store.deleteSubject(keyOf('anna'));
      await store.events.purge(at(2), 10);
      await store.events.append([verdict(2, { subjectNo })]);
      expect(await store.tallies.between(span)).toMatchObject([{ tally: matches(2) }]);
      expect(await store.tallies.purge(evening)).toBe(0);
      expect(await store.tallies.purge(evening + 1)).toBe(1);
      expect(await store.tallies.between(span)).toEqual([]);
    });

    it('lose nothing where two stores on one database write', async () => {
      const { store, open } = desk();
      const other = await open();
      for (let n = 0; n < 10; n++) await (n % 2 === 0 ? store : other).events.append([verdict(3)]);
      expect(await store.tallies.between(span)).toMatchObject([{ tally: matches(10) }]);
    });
  });

  describe('feedback on a verdict', () => {
    const wrong = { correct: false, note: 'Her sister. 姉', keyId: 'k', at: at(5) };

    it('is found with the event, is replaced, and counts', async () => {
      const { store } = desk();
      await store.events.append([verdict(1), verdict(40, { outcome: 'nonMatch' })]);
      const [second, first] = (await store.events.page({}, { limit: 2 })).map(({ eventNo }) => eventNo);
      expect(await store.events.find(first!)).toEqual({
        ...{ eventNo: first, at: at(1), kind: 'verification.decided', outcome: 'match' },
      });
      expect(await store.events.putFeedback(first!, wrong)).toBe(true);
      expect(await store.events.find(first!)).toMatchObject({ feedback: wrong });
      expect(await store.events.putFeedback(second!, wrong)).toBe(true);
      expect(await store.events.putFeedback(second!, { correct: true, at: at(6) })).toBe(true);
      expect((await store.events.find(second!))!.feedback).toEqual({ correct: true, at: at(6) });
      expect(await store.events.feedbackBetween(at(0), at(40))).toEqual([
        { at: at(1), outcome: 'match', correct: false },
      ]);
      expect(await store.events.feedbackBetween(at(2), at(41))).toEqual([
        { at: at(40), outcome: 'nonMatch', correct: true },
      ]);
    });

    it('is not taken of an event that is not there', async () => {
      const { store } = desk();
      expect(await store.events.putFeedback(4711, wrong)).toBe(false);
      expect(await store.events.find(4711)).toBeNull();
    });

    it('is erased with the person, by whomever', async () => {
      const { bench, store } = desk();
      for (const id of ['anna', 'bella']) {
        const { subjectNo } = await store.enrol(enrolmentOf(id));
        await store.events.append([verdict(1, { subjectNo })]);
        await store.events.putFeedback(await store.events.newest(), wrong);
      }
      await store.deleteSubject(keyOf('anna'));
      await bench.sql(`DELETE FROM users WHERE id = 'bella'`);
      for await (const _ of store.listUsers());
      expect(await bench.sql('SELECT * FROM facedesk_event_feedback')).toEqual([]);
      expect(await store.events.feedbackBetween(at(0), at(60))).toEqual([]);
    });
  });
}
