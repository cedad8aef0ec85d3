/** Contract: faces of visits, which belong to the event of a verdict and to the person whose id was claimed. */
import { describe, expect, it } from 'vitest';
import type { NewEvent } from '../../src/store/index.js';
import { all, enrolmentOf, keyOf, type Desk } from './store-desk.js';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
/** A face that a test can recognise. */
const faceOf = (seed: number): Uint8Array => new Uint8Array(6000).map((_, i) => (i * i + seed) % 251);

export function probesContract(desk: () => Desk): void {
  const claimOf = (subjectNo: number, second: number, probe?: Uint8Array): NewEvent => ({
    ...{ at: at(second), kind: 'verification.decided', outcome: 'nonMatch', subjectNo },
    ...(probe !== undefined && { probe }),
  });
  const numbers = async (): Promise<number[]> =>
    (await desk().store.events.page({}, { limit: 20 })).map(({ eventNo }) => eventNo).toReversed();

  describe('faces of visits', () => {
    it('come back with their own event, sealed in between, and no other event has one', async () => {
      const { bench, store } = desk();
      const { subjectNo: anna } = await store.enrol(enrolmentOf('anna'));
      const { subjectNo: bella } = await store.enrol(enrolmentOf('bella'));
      await store.events.append([
        claimOf(anna, 1, faceOf(1)),
        claimOf(anna, 2),
        claimOf(bella, 3, faceOf(3)),
      ]);
      const [first, second, third] = await numbers();
      expect(Buffer.from((await store.events.probe(first!))!)).toEqual(Buffer.from(faceOf(1)));
      expect(await store.events.probe(second!)).toBeNull();
      expect(Buffer.from((await store.events.probe(third!))!)).toEqual(Buffer.from(faceOf(3)));
      expect(await store.events.probe(third! + 1)).toBeNull();
      const listed = await store.events.since(0, 10);
      expect(listed.map(({ hasProbe }) => hasProbe)).toEqual([true, undefined, true]);
      expect(JSON.stringify(listed)).not.toContain('jpeg');
      for (const { jpeg } of await bench.sql('SELECT jpeg FROM facedesk_event_probes'))
        for (const seed of [1, 3]) {
          const piece = Buffer.from(faceOf(seed).subarray(100, 120));
          expect(Buffer.from(jpeg as Uint8Array).includes(piece)).toBe(false);
        }
      expect(await store.encryption.inspect()).toMatchObject({ probes: 2, damaged: 0 });
    });

    it('are not kept of nobody, nor of somebody who is gone by then', async () => {
      const { bench, store } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('anna'));
      await store.deleteSubject(keyOf('anna'));
      const { subjectNo: _, ...ofNobody } = claimOf(subjectNo, 1, faceOf(1));
      await store.events.append([claimOf(subjectNo, 1, faceOf(1)), ofNobody]);
      expect((await store.events.since(0, 10)).filter(({ hasProbe }) => hasProbe)).toEqual([]);
      expect(await bench.sql('SELECT event_no FROM facedesk_event_probes')).toEqual([]);
    });

    it('go with the person, whoever deletes them, and with their event', async () => {
      const { bench, store } = desk();
      for (const [n, id] of ['anna', 'bella', 'carla'].entries()) {
        const { subjectNo } = await store.enrol(enrolmentOf(id));
        await store.events.append([claimOf(subjectNo, n + 1, faceOf(n))]);
      }
      const [ofAnna, ofBella, ofCarla] = await numbers();
      await store.deleteSubject(keyOf('bella'));
      expect(await store.events.probe(ofBella!)).toBeNull();
      await bench.sql(`DELETE FROM users WHERE id = 'carla'`);
      expect(await store.events.probe(ofCarla!)).toBeNull();
      await all(store.listUsers());
      expect(await store.events.purge(at(2), 10)).toBe(1);
      expect(await store.events.probe(ofAnna!)).toBeNull();
      expect(await bench.sql('SELECT event_no FROM facedesk_event_probes')).toEqual([]);
    });

    it('are erased when they are old, some at a time, and their events stay', async () => {
      const { store } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('anna'));
      await store.events.append([1, 2, 3, 4].map((second) => claimOf(subjectNo, second, faceOf(second))));
      expect(await store.events.purgeProbes(at(4), 2)).toBe(2);
      expect(await store.events.purgeProbes(at(4), 2)).toBe(1);
      expect(await store.events.purgeProbes(at(4), 2)).toBe(0);
      const left = await store.events.since(0, 10);
      expect(left.map(({ hasProbe = false }) => hasProbe)).toEqual([false, false, false, true]);
    });

    it('are found out where two events of one person exchanged theirs', async () => {
      const { bench, open } = desk();
      const damaged: unknown[] = [];
      const store = await open({ onDamaged: (record) => damaged.push(record) });
      const { subjectNo } = await store.enrol(enrolmentOf('anna'));
      await store.events.append([claimOf(subjectNo, 1, faceOf(1)), claimOf(subjectNo, 2, faceOf(2))]);
      const rows = await bench.sql('SELECT event_no, jpeg FROM facedesk_event_probes ORDER BY event_no');
      const [one, two] = rows.map((row) => Uint8Array.from(row['jpeg'] as Uint8Array));
      const [first, second] = await numbers();
      await bench.sql('UPDATE facedesk_event_probes SET jpeg = ? WHERE event_no = ?', two!, first!);
      await bench.sql('UPDATE facedesk_event_probes SET jpeg = ? WHERE event_no = ?', one!, second!);
      expect(await store.events.probe(first!)).toBeNull();
      expect(await store.events.probe(second!)).toBeNull();
      expect(damaged).toEqual([
        { subjectNo, kind: 'probe' },
        { subjectNo, kind: 'probe' },
      ]);
      expect(await store.encryption.inspect()).toMatchObject({ probes: 2, damaged: 2 });
    });

    it('are left out where the data key of the person is damaged, and their events are written', async () => {
      const { bench, store } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('anna'));
      await bench.sql('UPDATE facedesk_keys SET wrapped_key = ?', new Uint8Array(60));
      await store.events.append([claimOf(subjectNo, 1, faceOf(1)), claimOf(subjectNo, 2)]);
      expect(await store.events.since(0, 10)).toHaveLength(2);
      expect(await store.encryption.inspect()).toMatchObject({ probes: 0 });
    });
  });
}
