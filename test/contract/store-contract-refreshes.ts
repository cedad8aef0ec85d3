/** Store contract: templates that verifications add. They come and go; what was enrolled stays as it was. */
import { describe, expect, it } from 'vitest';
import type { NewRefresh } from '../../src/store/index.js';
import { all, enrolmentOf, featuresOf, keyOf, modelId, rowCounts, type Desk } from './store-desk.js';

/** Long after anything that a test writes, so that nothing is too soon. */
const limits = { most: 3, notAfter: '2999-01-01T00:00:00' };

export function refreshesContract(desk: () => Desk): void {
  const enrolled = async (id: string) => {
    const { store } = desk();
    const { subjectNo } = await store.enrol(enrolmentOf(id));
    const measuredAgainst = (await store.templatesOf(subjectNo, modelId)).map(({ templateNo }) => templateNo);
    const refresh = (value: number): NewRefresh => ({
      subjectNo,
      modelId,
      features: featuresOf(value),
      quality: 70,
      score: 0.25,
      requestId: 'request-1',
      state: 'refreshed',
      measuredAgainst,
    });
    return { subjectNo, refresh };
  };
  const valuesOf = async (subjectNo: number) => {
    const templates = await desk().store.templatesOf(subjectNo, modelId);
    return templates.map(({ origin, features }) => [origin, features[0]]);
  };

  describe('refreshed templates', () => {
    it('are compared beside the enrolled one, say where they come from, and galleries are told', async () => {
      const { store } = desk();
      const { subjectNo, refresh } = await enrolled('a');
      const cursor = await store.currentCursor();
      const refreshNo = await store.refreshes.add(refresh(1), limits);
      expect(await valuesOf(subjectNo)).toEqual([
        ['enrolled', 0.5],
        ['refreshed', 1],
      ]);
      expect(await all(store.listTemplates(modelId))).toHaveLength(2);
      expect((await store.changesSince(cursor)).subjectNos).toEqual([subjectNo]);
      expect(await store.refreshes.list(subjectNo)).toEqual([
        {
          refreshNo,
          subjectNo,
          modelId,
          state: 'refreshed',
          quality: 70,
          score: 0.25,
          requestId: 'request-1',
          createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/) as string,
        },
      ]);
      expect(await store.findSubject(keyOf('a'))).toMatchObject({ templateCount: 1 });
      expect(await store.photos.list(subjectNo, modelId)).toHaveLength(1);
    });

    it('give way to newer ones beyond the limit, and the enrolled one never does', async () => {
      const { store } = desk();
      const { subjectNo, refresh } = await enrolled('a');
      for (const value of [1, 2, 3, 4, 5]) await store.refreshes.add(refresh(value), limits);
      expect(await valuesOf(subjectNo)).toEqual([
        ['enrolled', 0.5],
        ['refreshed', 3],
        ['refreshed', 4],
        ['refreshed', 5],
      ]);
    });

    it('come no sooner after one another than is asked, however many come at once', async () => {
      const { store } = desk();
      const { subjectNo, refresh } = await enrolled('a');
      const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 19);
      const adding = Array.from({ length: 6 }, () =>
        store.refreshes.add(refresh(1), { most: 3, notAfter: yesterday }),
      );
      const outcomes = await Promise.all(adding);
      expect(outcomes.filter((refreshNo) => refreshNo !== null)).toHaveLength(1);
      expect(await store.refreshes.list(subjectNo)).toHaveLength(1);
    });

    it('are not added to somebody who was deleted since, nor bring them back', async () => {
      const { bench, store } = desk();
      const { subjectNo, refresh } = await enrolled('a');
      await store.deleteSubject(keyOf('a'));
      expect(await store.refreshes.add(refresh(1), limits)).toBeNull();
      expect(await valuesOf(subjectNo)).toEqual([]);
      expect(await rowCounts(bench)).toMatchObject({ users: 0, subjects: 0, templates: 0 });
    });

    it('are not added where the enrolled photos are others than they were measured against', async () => {
      const { store } = desk();
      const { subjectNo, refresh } = await enrolled('a');
      await store.photos.add(subjectNo, { modelId, photos: [{ features: featuresOf(2) }] }, 9);
      expect(await store.refreshes.add(refresh(1), limits)).toBeNull();
      expect(await store.refreshes.list()).toEqual([]);
    });

    it('go when a photo is removed, which they were measured against', async () => {
      const { store } = desk();
      const { subjectNo } = await enrolled('a');
      await store.photos.add(subjectNo, { modelId, photos: [{ features: featuresOf(2) }] }, 9);
      const templates = await store.templatesOf(subjectNo, modelId);
      const measuredAgainst = templates.map(({ templateNo }) => templateNo);
      const refresh = { subjectNo, modelId, features: featuresOf(1), quality: 70, score: 0 };
      await store.refreshes.add({ ...refresh, state: 'refreshed', measuredAgainst }, limits);
      await store.photos.remove(subjectNo, measuredAgainst[0]!);
      expect(await valuesOf(subjectNo)).toEqual([['enrolled', 2]]);
    });

    it('are taken away one by one, and go with the person', async () => {
      const { bench, store } = desk();
      const { subjectNo, refresh } = await enrolled('a');
      const first = await store.refreshes.add(refresh(1), limits);
      await store.refreshes.add(refresh(2), limits);
      const cursor = await store.currentCursor();
      expect(await store.refreshes.remove(first!)).toBe(true);
      expect(await store.refreshes.remove(first!)).toBe(false);
      expect((await store.changesSince(cursor)).subjectNos).toEqual([subjectNo]);
      expect(await valuesOf(subjectNo)).toEqual([
        ['enrolled', 0.5],
        ['refreshed', 2],
      ]);
      await store.deleteSubject(keyOf('a'));
      expect(await rowCounts(bench)).toMatchObject({ templates: 0 });
    });

    it('that wait for review are compared with nobody until they are confirmed', async () => {
      const { store } = desk();
      const { subjectNo, refresh } = await enrolled('a');
      const refreshNo = await store.refreshes.add({ ...refresh(1), state: 'proposed' }, limits);
      expect(await valuesOf(subjectNo)).toEqual([['enrolled', 0.5]]);
      expect(await all(store.listTemplates(modelId))).toHaveLength(1);
      expect((await all(store.listRecords()))[0]).not.toHaveProperty('refreshed');
      const cursor = await store.currentCursor();
      expect(await store.refreshes.confirm(refreshNo!, 3)).toBe(true);
      expect(await store.refreshes.confirm(refreshNo!, 3)).toBe(false);
      expect((await store.changesSince(cursor)).subjectNos).toEqual([subjectNo]);
      expect(await valuesOf(subjectNo)).toHaveLength(2);
    });

    it('are not removed or confirmed by the number of an enrolled template', async () => {
      const { store } = desk();
      const { subjectNo } = await enrolled('a');
      const [own] = await store.templatesOf(subjectNo, modelId);
      expect(await store.refreshes.remove(own!.templateNo)).toBe(false);
      expect(await store.refreshes.confirm(own!.templateNo, 3)).toBe(false);
      expect(await valuesOf(subjectNo)).toEqual([['enrolled', 0.5]]);
    });
  });
}
