/** Contract: the listings, also of more rows than fit on a page. */
import { describe, expect, it } from 'vitest';
import { all, enrolmentOf, modelId, type Desk } from './store-desk.js';

const importedUsers = 2500;

export function listContract(desk: () => Desk): void {
  describe('listings', () => {
    it('list nothing where nobody is registered', async () => {
      expect(await all(desk().store.listUsers())).toEqual([]);
      expect(await all(desk().store.listTemplates(modelId))).toEqual([]);
    });

    it('list users of equal seconds in the order of their registration', async () => {
      const { store } = desk();
      const ids = ['z', 'a', 'M', '5', 'é', 'b'];
      for (const id of ids) await store.enrol(enrolmentOf(id));
      expect((await all(store.listUsers())).map(({ id }) => id)).toEqual(ids);
    });

    it('list every user once, the oldest first, over many pages of equal and of differing seconds', async () => {
      const { bench, open } = desk();
      for (let i = 0; i < importedUsers; i++) {
        const second = i < importedUsers / 2 ? 30 : i % 30;
        const time = `2023-07-23 12:34:${String(second).padStart(2, '0')}`;
        await bench.sql('INSERT INTO users VALUES (?, ?)', `user ${i}`, time);
      }
      const users = await all((await open()).listUsers());
      expect(new Set(users.map(({ id }) => id)).size).toBe(importedUsers);
      expect(users).toHaveLength(importedUsers);
      const times = users.map(({ timestamp }) => timestamp);
      expect(times).toEqual([...times].sort());
      expect(times[0]).toBe('2023-07-23T12:34:00');
    }, 60_000);

    it('list every template of one model, and none of another, over many pages', async () => {
      const { bench, store } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('many'));
      await store.enrol({ ...enrolmentOf('other'), modelId: 'other-model' });
      const insert = `INSERT INTO facedesk_templates (subject_no, model_id, features, created_at)
        SELECT subject_no, model_id, features, created_at FROM facedesk_templates WHERE subject_no = ? LIMIT 1`;
      for (let i = 0; i < 2100; i++) await bench.sql(insert, subjectNo);
      const templates = await all(store.listTemplates(modelId));
      expect(templates).toHaveLength(2101);
      expect(new Set(templates.map(({ templateNo }) => templateNo)).size).toBe(2101);
      expect(await all(store.listTemplates('other-model'))).toHaveLength(1);
      expect(await store.templatesOf(subjectNo, 'other-model')).toEqual([]);
    }, 60_000);

    it('go on while users are enrolled and deleted between their pages', async () => {
      const { store } = desk();
      for (const id of ['a', 'b', 'c']) await store.enrol(enrolmentOf(id));
      const seen: string[] = [];
      for await (const { id } of store.listUsers()) {
        seen.push(id);
        if (id === 'a') await store.enrol(enrolmentOf('late'));
      }
      expect(seen.slice(0, 3)).toEqual(['a', 'b', 'c']);
    });
  });
}
