/** Contract: deletion. */
import { describe, expect, it } from 'vitest';
import { enrolmentOf, keyOf, modelId, rowCounts, withPhoto, type Desk } from './store-desk.js';

export function eraseContract(desk: () => Desk): void {
  describe('deleteSubject', () => {
    it('erases user, subject, template and photo, and names the photo', async () => {
      const { bench, store } = desk();
      const kept = await store.enrol(withPhoto(enrolmentOf('kept'), Uint8Array.of(1)));
      const subject = await store.enrol(withPhoto(enrolmentOf('Gone_1'), Uint8Array.of(2)));
      expect(await store.deleteSubject(keyOf('gone_1'))).toEqual({
        subjectNo: subject.subjectNo,
        fileNames: [`Gone_1_${subject.timestamp.replace(/\D/g, '')}.jpg`],
      });
      expect(await store.findSubject(keyOf('gone_1'))).toBeNull();
      expect(await store.findSubjectByNo(subject.subjectNo)).toBeNull();
      expect(await store.templatesOf(subject.subjectNo, modelId)).toEqual([]);
      expect(await rowCounts(bench)).toMatchObject({ users: 1, subjects: 1, templates: 1, photos: 1 });
      expect(await store.templatesOf(kept.subjectNo, modelId)).toHaveLength(1);
    });

    it('returns null for an id that is unknown, and for one that is deleted already', async () => {
      const { store } = desk();
      await store.enrol(enrolmentOf('once'));
      expect(await store.deleteSubject(keyOf('nobody'))).toBeNull();
      expect(await store.deleteSubject(keyOf('once'))).not.toBeNull();
      expect(await store.deleteSubject(keyOf('once'))).toBeNull();
    });

    it('deletes a user who never enrolled a face, without file names', async () => {
      const { bench, store } = desk();
      await bench.sql("INSERT INTO users (id) VALUES ('faceless')");
      expect(await store.deleteSubject(keyOf('faceless'))).toMatchObject({ fileNames: [] });
      expect(await rowCounts(bench)).toMatchObject({ users: 0, subjects: 0 });
    });

    it('lets exactly one of parallel deletions succeed', async () => {
      const { store } = desk();
      await store.enrol(enrolmentOf('x'));
      const outcomes = await Promise.all(Array.from({ length: 10 }, () => store.deleteSubject(keyOf('x'))));
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1);
    });
  });
}
