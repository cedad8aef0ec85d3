/** Contract: the log of changes that keeps every process' gallery in step. */
import { describe, expect, it } from 'vitest';
import { enrolmentOf, keyOf, type Desk } from './store-desk.js';

export function changesContract(desk: () => Desk): void {
  describe('changesSince', () => {
    it('is empty where nothing happened, however often it is asked', async () => {
      const { store } = desk();
      await store.enrol(enrolmentOf('a'));
      const cursor = await store.currentCursor();
      for (let i = 0; i < 3; i++)
        expect(await store.changesSince(cursor)).toEqual({ cursor, subjectNos: [] });
    });

    it('names each subject that was enrolled or deleted since, once', async () => {
      const { store } = desk();
      const before = await store.currentCursor();
      const { subjectNo: a } = await store.enrol(enrolmentOf('a'));
      const middle = await store.changesSince(before);
      expect(middle.subjectNos).toEqual([a]);
      const { subjectNo: b } = await store.enrol(enrolmentOf('b'));
      await store.deleteSubject(keyOf('a'));
      await store.deleteSubject(keyOf('b'));
      const after = await store.changesSince(middle.cursor);
      expect([...after.subjectNos].sort()).toEqual([a, b].sort());
      expect(after.cursor).toBe(await store.currentCursor());
      expect((await store.changesSince(after.cursor)).subjectNos).toEqual([]);
    });

    it('sees what another store wrote, though it had just answered that nothing happened', async () => {
      const { store, open } = desk();
      const other = await open();
      let cursor = await store.currentCursor();
      for (const id of ['a', 'b', 'c']) {
        expect((await store.changesSince(cursor)).subjectNos).toEqual([]);
        const { subjectNo } = await other.enrol(enrolmentOf(id));
        const changes = await store.changesSince(cursor);
        expect(changes.subjectNos).toEqual([subjectNo]);
        cursor = changes.cursor;
      }
    });

    it('logs nothing for an enrolment that was refused', async () => {
      const { store } = desk();
      await store.enrol(enrolmentOf('a'));
      const cursor = await store.currentCursor();
      await expect(store.enrol(enrolmentOf('a'))).rejects.toMatchObject({ code: 'user_already_exists' });
      expect(await store.changesSince(cursor)).toEqual({ cursor, subjectNos: [] });
    });

    it("is 'all' where the log no longer reaches back, and only there", async () => {
      const { bench, store } = desk();
      for (const id of ['a', 'b', 'c', 'd']) await store.enrol(enrolmentOf(id));
      const numbers = await bench.sql('SELECT change_no FROM facedesk_changes ORDER BY change_no');
      const second = Number(numbers[1]?.['change_no']);
      await bench.sql('DELETE FROM facedesk_changes WHERE change_no <= ?', second);
      expect((await store.changesSince(second - 1)).subjectNos).toBe('all');
      expect((await store.changesSince(second)).subjectNos).toHaveLength(2);
    });

    it("is 'all' for a cursor of another database", async () => {
      const { store } = desk();
      await store.enrol(enrolmentOf('a'));
      const cursor = await store.currentCursor();
      expect(await store.changesSince(cursor + 5)).toEqual({ cursor, subjectNos: 'all' });
    });

    it('keeps the last 100,000 changes', async () => {
      const { bench, open } = desk();
      await bench.sql(`INSERT INTO facedesk_changes (subject_no, changed_at)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100500)
        SELECT i, '2023-07-23 12:34:56' FROM n`);
      await (await open()).enrol(enrolmentOf('a'));
      // By their numbers: a database may leave some out.
      const [row] = await bench.sql('SELECT max(change_no) - min(change_no) + 1 AS n FROM facedesk_changes');
      expect(Number(row?.['n'])).toBe(100_000);
    }, 60_000);
  });
}
