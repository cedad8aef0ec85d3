/** Store contract: templates under several models, side by side and never mixed. */
import { describe, expect, it } from 'vitest';
import { toFeatures } from '../../src/domain/features.js';
import { all, enrolmentOf, featuresOf, keyOf, modelId, type Desk, withPhoto } from './store-desk.js';

const later = 'later-model';
/** A model's features may have any length. */
const longer = toFeatures(new Float32Array(512).fill(0.25));

export function modelsContract(desk: () => Desk): void {
  describe('several models', () => {
    it('count who has no template under a model, with what they have', async () => {
      const { store } = desk();
      for (const id of ['a', 'b']) await store.enrol(enrolmentOf(id));
      await store.enrol({ ...enrolmentOf('c'), modelId: later });
      expect(await store.models.enrolledElsewhere(modelId)).toEqual([
        { modelId: later, people: 1, templates: 1 },
      ]);
      expect(await store.models.enrolledElsewhere(later)).toEqual([{ modelId, people: 2, templates: 2 }]);
      expect(await store.models.enrolledElsewhere('third')).toHaveLength(2);
    });

    it('count everybody without a template under a model once, and those of whom no photo was kept', async () => {
      const { store } = desk();
      await store.enrol({ ...withPhoto(enrolmentOf('a'), Buffer.from('kept')), modelId: 'older' });
      await store.models.addTemplates(keyOf('a'), modelId, [longer, longer]);
      await store.enrol(enrolmentOf('b'));
      await store.enrol({ ...enrolmentOf('c'), modelId: later });
      expect(await store.models.countElsewhere(later)).toEqual({ people: 2, withoutPhoto: 1 });
      expect(await store.models.countElsewhere('third')).toEqual({ people: 3, withoutPhoto: 2 });
    });

    it('count their templates and who has them', async () => {
      const { store } = desk();
      expect(await store.models.templateCounts()).toEqual([]);
      await store.enrol(enrolmentOf('a'));
      await store.models.addTemplates(keyOf('a'), later, [longer, longer]);
      await store.enrol(enrolmentOf('b'));
      expect(await store.models.templateCounts()).toEqual(
        [
          { modelId: later, people: 1, templates: 2 },
          { modelId, people: 2, templates: 2 },
        ].sort((one, other) => (one.modelId < other.modelId ? -1 : 1)),
      );
    });

    it('leave out whose row of users another program deleted', async () => {
      const { bench, store } = desk();
      await store.enrol(enrolmentOf('a'));
      await bench.sql('DELETE FROM users');
      expect(await store.models.enrolledElsewhere(later)).toEqual([]);
    });

    it('keep the old templates beside those that are added, and tell galleries of the change', async () => {
      const { store } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('a', 0.5));
      const cursor = await store.currentCursor();
      expect(await store.models.addTemplates(keyOf('a'), later, [longer, longer])).toBe(true);
      expect(await store.models.enrolledElsewhere(later)).toEqual([]);
      expect(await store.templatesOf(subjectNo, modelId)).toMatchObject([{ features: featuresOf(0.5) }]);
      const added = await all(store.listTemplates(later));
      expect(added.map(({ features }) => features)).toEqual([longer, longer]);
      expect((await store.changesSince(cursor)).subjectNos).toEqual([subjectNo]);
    });

    it('are added once, however many add them at the same time', async () => {
      const { store } = desk();
      await store.enrol(enrolmentOf('a'));
      const adding = Array.from({ length: 8 }, () => store.models.addTemplates(keyOf('a'), later, [longer]));
      expect((await Promise.all(adding)).filter(Boolean)).toHaveLength(1);
      expect(await all(store.listTemplates(later))).toHaveLength(1);
    });

    it('are not added to somebody who is gone, or who has no face enrolled', async () => {
      const { bench, store } = desk();
      await bench.sql("INSERT INTO users (id) VALUES ('waiting')");
      expect(await store.models.addTemplates(keyOf('waiting'), later, [longer])).toBe(false);
      await store.enrol(enrolmentOf('a'));
      await store.deleteSubject(keyOf('a'));
      expect(await store.models.addTemplates(keyOf('a'), later, [longer])).toBe(false);
      expect(await all(store.listTemplates(later))).toEqual([]);
    });

    it('are erased together with the person', async () => {
      const { store } = desk();
      await store.enrol(enrolmentOf('a'));
      await store.models.addTemplates(keyOf('a'), later, [longer]);
      await store.deleteSubject(keyOf('a'));
      expect(await all(store.listTemplates(later))).toEqual([]);
      expect(await store.models.enrolledElsewhere('third')).toEqual([]);
    });
  });
}
