/** Store contract: several photos of a person, and pairs of people who may be one. */
import { describe, expect, it } from 'vitest';
import { all, enrolmentOf, featuresOf, keyOf, modelId, rowCounts, type Desk } from './store-desk.js';

const photo = (value: number, byte = value) => ({
  features: featuresOf(value),
  quality: 50 + value,
  keptPhoto: { kind: 'crop' as const, jpeg: Uint8Array.of(255, 216, byte) },
});
const several = (id: string, values: readonly number[]) => ({
  ...enrolmentOf(id),
  photos: values.map((value) => photo(value)),
});

export function photosContract(desk: () => Desk): void {
  describe('several photos', () => {
    it('say how each came, and with whose key, where that is known', async () => {
      const { store } = desk();
      const from = { source: 'registered', keyId: 'k7' } as const;
      const anna = await store.enrol({ ...several('anna', [1]), from });
      const { photos } = several('anna', [2]);
      await store.photos.add(anna.subjectNo, { modelId, photos, from: { source: 'added' } }, 10);
      const { subjectNo } = await store.enrol(several('bella', [3]));
      await store.models.addTemplates(keyOf('bella'), 'newer-model', [featuresOf(0.25)]);
      const sourcesOf = async (no: number, model: string) =>
        (await store.photos.list(no, model)).map((photo) => photo.from);
      expect(await sourcesOf(anna.subjectNo, modelId)).toEqual([from, { source: 'added' }]);
      expect(await sourcesOf(subjectNo, modelId)).toEqual([undefined]);
      expect(await sourcesOf(subjectNo, 'newer-model')).toEqual([{ source: 'reembedded' }]);
    });

    it('are enrolled in one write, each with its template, its quality and a name of its own', async () => {
      const { bench, store } = desk();
      const cursor = await store.currentCursor();
      const subject = await store.enrol(several('A_B', [1, 2, 3]));
      expect(subject.templateCount).toBe(3);
      expect(await rowCounts(bench)).toMatchObject({ users: 1, templates: 3, photos: 3 });
      const listed = await store.photos.list(subject.subjectNo, modelId);
      expect(listed.map(({ quality, kept }) => [quality, kept])).toEqual([
        [51, 'crop'],
        [52, 'crop'],
        [53, 'crop'],
      ]);
      for (const [at, { photoNo }] of listed.entries()) {
        const kept = await store.photos.read(subject.subjectNo, photoNo);
        expect([...kept!.jpeg]).toEqual([255, 216, at + 1]);
      }
      expect((await store.changesSince(cursor)).subjectNos).toEqual([subject.subjectNo]);
      const deleted = await store.deleteSubject(keyOf('a_b'));
      expect(new Set(deleted!.fileNames).size).toBe(3);
      for (const name of deleted!.fileNames) expect(name).toMatch(/^A_B_\d{14}\.jpg$/);
    });

    it('are added to, up to a limit, and galleries are told', async () => {
      const { store } = desk();
      const { subjectNo } = await store.enrol(several('a', [1]));
      const cursor = await store.currentCursor();
      const added = await store.photos.add(subjectNo, { modelId, photos: [photo(2), photo(3)] }, 3);
      const listed = await store.photos.list(subjectNo, modelId);
      expect(listed.slice(1).map(({ photoNo }) => photoNo)).toEqual(added);
      expect((await store.changesSince(cursor)).subjectNos).toEqual([subjectNo]);
      expect(await store.photos.add(subjectNo, { modelId, photos: [photo(4)] }, 3)).toBe('too many');
      expect(await store.photos.list(subjectNo, modelId)).toHaveLength(3);
    });

    it('of parallel additions no more are taken than the limit allows', async () => {
      const { store } = desk();
      const { subjectNo } = await store.enrol(several('a', [1]));
      const adding = Array.from({ length: 8 }, () =>
        store.photos.add(subjectNo, { modelId, photos: [photo(2)] }, 4),
      );
      const outcomes = await Promise.all(adding);
      expect(outcomes.filter((outcome) => outcome !== 'too many')).toHaveLength(3);
    });

    it('are not added to somebody who is gone', async () => {
      const { bench, store } = desk();
      const { subjectNo } = await store.enrol(several('a', [1]));
      await store.deleteSubject(keyOf('a'));
      const adding = store.photos.add(subjectNo, { modelId, photos: [photo(2)] }, 9);
      expect(await adding).toBe('subject gone');
      expect(await rowCounts(bench)).toMatchObject({ templates: 0, photos: 0 });
    });

    it('are removed with the templates of every model, and never the last', async () => {
      const { bench, store } = desk();
      const { subjectNo } = await store.enrol(several('a', [1, 2]));
      await store.models.addTemplates(keyOf('a'), 'later', [featuresOf(3), featuresOf(4)]);
      const cursor = await store.currentCursor();
      const [first, second] = await store.photos.list(subjectNo, modelId);
      expect(await store.photos.remove(subjectNo, first!.photoNo)).toBe('removed');
      expect((await store.changesSince(cursor)).subjectNos).toEqual([subjectNo]);
      expect(await rowCounts(bench)).toMatchObject({ templates: 2, photos: 1 });
      const [left] = await store.templatesOf(subjectNo, 'later');
      expect(left).toMatchObject({ features: featuresOf(4), quality: 52 });
      expect(await store.photos.remove(subjectNo, first!.photoNo)).toBe('unknown');
      expect(await store.photos.remove(subjectNo, second!.photoNo)).toBe('last photo');
      expect(await store.photos.read(subjectNo, second!.photoNo)).not.toBeNull();
    });

    it('are removed where no picture was kept, too', async () => {
      const { store } = desk();
      const bare = { ...enrolmentOf('a'), photos: [1, 2].map((value) => ({ features: featuresOf(value) })) };
      const { subjectNo } = await store.enrol(bare);
      const [first, second] = await store.photos.list(subjectNo, modelId);
      expect(first).toMatchObject({ kept: 'none', quality: null });
      expect(await store.photos.read(subjectNo, first!.photoNo)).toBeNull();
      expect(await store.photos.remove(subjectNo, first!.photoNo)).toBe('removed');
      expect(await store.photos.list(subjectNo, modelId)).toEqual([second]);
    });

    it('of one person are not reached by the number of another', async () => {
      const { store } = desk();
      const a = await store.enrol(several('a', [1, 2]));
      const b = await store.enrol(several('b', [3, 4]));
      const [foreign] = await store.photos.list(b.subjectNo, modelId);
      expect(await store.photos.read(a.subjectNo, foreign!.photoNo)).toBeNull();
      expect(await store.photos.remove(a.subjectNo, foreign!.photoNo)).toBe('unknown');
      expect(await store.photos.list(b.subjectNo, modelId)).toHaveLength(2);
    });

    it('are moved to another database with what belongs to each', async () => {
      const { store } = desk();
      await store.enrol(several('a', [1, 2]));
      const [record] = await all(store.listRecords());
      expect(record!.templates.map(({ quality, photo: at }) => [quality, at])).toEqual([
        [51, 0],
        [52, 1],
      ]);
      await store.deleteSubject(keyOf('a'));
      const { subjectNo } = await store.restore(record!);
      const [, second] = await store.photos.list(subjectNo, modelId);
      expect([...(await store.photos.read(subjectNo, second!.photoNo))!.jpeg]).toEqual([255, 216, 2]);
    });
  });

  describe('enrolIfUnchanged', () => {
    it('enrols where nothing was written since, and changes nothing where something was', async () => {
      const { bench, store, open } = desk();
      const since = await store.currentCursor();
      expect(await store.enrolIfUnchanged(enrolmentOf('a'), since)).toMatchObject({ id: 'a' });
      const before = await rowCounts(bench);
      expect(await store.enrolIfUnchanged(enrolmentOf('b'), since)).toBeNull();
      expect(await rowCounts(bench)).toEqual(before);
      const now = await store.currentCursor();
      await (await open()).enrol(enrolmentOf('of another process'));
      expect(await store.enrolIfUnchanged(enrolmentOf('b'), now)).toBeNull();
    });

    it('lets one of many through that looked at the same moment', async () => {
      const { store } = desk();
      const since = await store.currentCursor();
      const outcomes = await Promise.all(
        Array.from({ length: 12 }, (_, i) => store.enrolIfUnchanged(enrolmentOf(`id-${i}`), since)),
      );
      expect(outcomes.filter((outcome) => outcome !== null)).toHaveLength(1);
    });
  });

  describe('likely duplicates', () => {
    const pairOf = async () => {
      const { store } = desk();
      const [a, b] = [await store.enrol(enrolmentOf('a')), await store.enrol(enrolmentOf('b'))];
      return [a.subjectNo, b.subjectNo] as const;
    };

    it('are noted once, whichever of the two is named first', async () => {
      const { store } = desk();
      const [a, b] = await pairOf();
      await store.duplicates.note([b, a]);
      await store.duplicates.note([a, b]);
      const listed = await store.duplicates.list();
      expect(listed).toMatchObject([{ subjectNos: [a, b], verdict: 'open' }]);
    });

    it('that are settled stay settled when they are noted again, and can be opened again', async () => {
      const { store } = desk();
      const [a, b] = await pairOf();
      expect(await store.duplicates.settle([b, a], 'notSamePerson')).toBe(true);
      await store.duplicates.note([a, b]);
      expect(await store.duplicates.list()).toMatchObject([{ verdict: 'notSamePerson' }]);
      expect(await store.duplicates.settle([a, b], 'open')).toBe(true);
      expect(await store.duplicates.list()).toMatchObject([{ verdict: 'open' }]);
    });

    it('go with either of the two, and are not said of somebody who is gone', async () => {
      const { store } = desk();
      const [a, b] = await pairOf();
      await store.duplicates.note([a, b]);
      await store.deleteSubject(keyOf('b'));
      expect(await store.duplicates.list()).toEqual([]);
      expect(await store.duplicates.settle([a, b], 'notSamePerson')).toBe(false);
      await store.duplicates.note([a, b]);
      expect(await store.duplicates.list()).toEqual([]);
    });
  });
}
