/** Contract: enrolment, and which ids are one and the same. */
import { describe, expect, it } from 'vitest';
import { FacedeskError } from '../../src/domain/errors.js';
import { runAtOnce } from './store-children.js';
import {
  all,
  enrolmentOf,
  featuresOf,
  keyOf,
  modelId,
  rowCounts,
  withPhoto,
  type Desk,
} from './store-desk.js';

const refused = { name: 'FacedeskError', code: 'user_already_exists' };

export function enrolContract(desk: () => Desk): void {
  describe('enrol', () => {
    it('writes user, template, photo and change', async () => {
      const { bench, store } = desk();
      const subject = await store.enrol(withPhoto(enrolmentOf('A_B', 0.25), Uint8Array.of(255, 216, 7)));
      expect(subject).toMatchObject({ id: 'A_B', templateCount: 1 });
      expect(subject.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
      expect(await store.findSubject(keyOf('A_B'))).toEqual(subject);
      expect(await store.findSubjectByNo(subject.subjectNo)).toEqual(subject);
      expect(await rowCounts(bench)).toEqual({ users: 1, subjects: 1, templates: 1, photos: 1, changes: 1 });
      expect(await store.templatesOf(subject.subjectNo, modelId)).toEqual([
        {
          templateNo: expect.any(Number),
          subjectNo: subject.subjectNo,
          modelId,
          features: featuresOf(0.25),
          origin: 'enrolled',
          quality: null,
        },
      ]);
      const [photo] = await bench.sql('SELECT file_name, kind FROM facedesk_photos');
      expect(photo).toMatchObject({
        kind: 'crop',
        file_name: `A_B_${subject.timestamp.replace(/\D/g, '')}.jpg`,
      });
      const [record] = await all(store.listRecords());
      expect(record?.photos.map(({ jpeg }) => [...jpeg])).toEqual([[255, 216, 7]]);
    });

    it('writes users.timestamp as the library reads it, in UTC', async () => {
      const { bench, store } = desk();
      const subject = await store.enrol(enrolmentOf('x'));
      const [row] = await bench.sql('SELECT id, timestamp FROM users');
      expect(row).toEqual({ id: 'x', timestamp: subject.timestamp.replace('T', ' ') });
      expect(Math.abs(Date.parse(`${subject.timestamp}Z`) - Date.now())).toBeLessThan(600_000);
    });

    it('keeps every bit of the features', async () => {
      const { store } = desk();
      const features = featuresOf(0);
      features.set([Math.PI, -1e-30, 3e38, 1 / 3]);
      const { subjectNo } = await store.enrol({ ...enrolmentOf('bits'), photos: [{ features }] });
      const [template] = await store.templatesOf(subjectNo, modelId);
      expect(template?.features).toEqual(features);
    });

    it('keeps no photo where none is given', async () => {
      await desk().store.enrol(enrolmentOf('no photo'));
      expect(await rowCounts(desk().bench)).toMatchObject({ photos: 0 });
    });

    it('refuses an id that has a template, and changes nothing', async () => {
      const { bench, store } = desk();
      const first = await store.enrol(withPhoto(enrolmentOf('Bob', 0.25), Uint8Array.of(1)));
      const before = await rowCounts(bench);
      await expect(store.enrol(withPhoto(enrolmentOf('bob', 0.75), Uint8Array.of(2)))).rejects.toMatchObject(
        refused,
      );
      expect(await rowCounts(bench)).toEqual(before);
      expect(await store.findSubject(keyOf('BOB'))).toEqual(first);
      const [template] = await store.templatesOf(first.subjectNo, modelId);
      expect(template?.features).toEqual(featuresOf(0.25));
    });

    it('lets exactly one of 50 parallel enrolments of one id succeed', async () => {
      const { bench, store } = desk();
      const attempts = Array.from({ length: 50 }, (_, i) =>
        store.enrol(enrolmentOf(i % 2 ? 'Race' : 'race')),
      );
      const outcomes = await Promise.allSettled(attempts);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(refused);
      }
      expect(await rowCounts(bench)).toEqual({ users: 1, subjects: 1, templates: 1, photos: 0, changes: 1 });
    });

    it('lets exactly one succeed where two processes enrol one id, and all where the ids differ', async () => {
      const { bench, store } = desk();
      const ids = Array.from({ length: 25 }, () => 'contested');
      const others = (name: string): string[] => Array.from({ length: 25 }, (_, i) => `${name}-${i}`);
      const outcomes = await runAtOnce([
        { url: bench.url, ids: [...ids, ...others('p')], opens: 'first' },
        { url: bench.url, ids: [...ids, ...others('q')], opens: 'first' },
      ]);
      expect(outcomes.reduce((sum, { succeeded }) => sum + succeeded, 0)).toBe(51);
      expect(new Set(outcomes.flatMap(({ codes }) => codes))).toEqual(new Set(['user_already_exists']));
      expect(await rowCounts(bench)).toMatchObject({ users: 51, subjects: 51, templates: 51, changes: 51 });
      expect((await all(store.listUsers())).length).toBe(51);
    }, 60_000);

    it('never gives a subject number twice, not even after the last one was deleted', async () => {
      const { store } = desk();
      const first = await store.enrol(enrolmentOf('again'));
      await store.deleteSubject(keyOf('again'));
      expect((await store.enrol(enrolmentOf('again'))).subjectNo).toBeGreaterThan(first.subjectNo);
    });
  });

  describe('ids', () => {
    it.each([
      ['Bob', 'bob'],
      ['Bob', ' BOB '],
      ['Renée', 'Rene\u0301e'],
      ['STRASSE', 'straße'],
    ])('takes %j and %j for one', async (registered, claimed) => {
      const { store } = desk();
      const subject = await store.enrol(enrolmentOf(registered));
      expect(await store.findSubject(keyOf(claimed))).toEqual(subject);
      await expect(store.enrol(enrolmentOf(claimed))).rejects.toBeInstanceOf(FacedeskError);
      expect(await all(store.listUsers())).toEqual([{ id: registered, timestamp: subject.timestamp }]);
    });

    it('keeps apart, finds and deletes ids that only look alike or are hard to store', async () => {
      const { store } = desk();
      const ids = [
        'e',
        'é',
        'A_B',
        'AxB',
        'ü/7',
        "' OR 1=1",
        '%',
        '日本',
        '👩‍🎓',
        '👩',
        'x'.repeat(255),
        '😀'.repeat(255),
      ];
      for (const id of ids) await store.enrol(enrolmentOf(id));
      expect((await all(store.listUsers())).map(({ id }) => id)).toEqual(ids);
      for (const id of ids) expect((await store.findSubject(keyOf(id)))?.id).toBe(id);
      await store.deleteSubject(keyOf('A_B'));
      await store.deleteSubject(keyOf("' OR 1=1"));
      await store.deleteSubject(keyOf('e'));
      const left = ids.filter((id) => !['A_B', "' OR 1=1", 'e'].includes(id));
      expect((await all(store.listUsers())).map(({ id }) => id)).toEqual(left);
    });
  });
}
