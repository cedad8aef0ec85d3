/** Contract: what is noted of people beside their faces, and their groups. */
import { describe, expect, it } from 'vitest';
import type { DirectoryFilter, DirectoryPosition, Store } from '../../src/store/index.js';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import { enrolmentOf, keyOf, type Desk } from './store-desk.js';

export function directoryContract(desk: () => Desk): void {
  const ids = async (store: Store, filter: DirectoryFilter, limit = 100): Promise<string[]> => {
    const found: string[] = [];
    for (let after: DirectoryPosition | undefined; ;) {
      const page = await store.directory.page(filter, { limit, ...(after && { after }) });
      found.push(...page.entries.map(({ id }) => id));
      if (page.next === null) return found;
      after = page.next;
    }
  };

  describe('directory', () => {
    it('keeps metadata and groups that come with an enrolment, in the same write', async () => {
      const { store } = desk();
      await store.groups.create({ groupId: 'east', description: 'East gate' });
      const metadata = { year: 3, name: 'Ü "x" \u0000', deep: { list: [null] } };
      await store.enrol({ ...enrolmentOf('Anna'), details: { metadata, groups: ['east', 'none'] } });
      expect(await store.directory.find(keyOf('anna'))).toMatchObject({
        id: 'Anna',
        metadata,
        metadataVersion: 1,
        groups: ['east'],
        templateCount: 1,
      });
      expect(await store.directory.find(keyOf('nobody'))).toBeNull();
    });

    it('registers somebody without a face, once', async () => {
      const { store } = desk();
      const subject = await store.directory.register(parseSubjectId('later'), { metadata: { a: 1 } });
      expect(await store.directory.find(keyOf('later'))).toMatchObject({ ...subject, templateCount: 0 });
      await expect(store.directory.register(parseSubjectId('LATER'), {})).rejects.toMatchObject({
        code: 'user_already_exists',
      });
    });

    it('replaces metadata only where they are as the caller knows them', async () => {
      const { store } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('anna'));
      expect(await store.directory.putMetadata(subjectNo, { a: 1 }, 0)).toBe(true);
      expect(await store.directory.putMetadata(subjectNo, { a: 2 }, 0)).toBe(false);
      expect(await store.directory.putMetadata(subjectNo, { b: 2 }, 1)).toBe(true);
      expect((await store.directory.find(keyOf('anna')))!.metadata).toEqual({ b: 2 });
      expect(await ids(store, { metadata: [{ name: 'a', values: ['1'] }] })).toEqual([]);
      expect(await store.directory.putMetadata(subjectNo + 1000, {}, 0)).toBe(false);
    });

    it('lists in pages of any length, in the order of registration, by filters', async () => {
      const { store } = desk();
      await store.groups.create({ groupId: 'g', description: '' });
      const names = ['b2', 'a1', 'b1', 'Ü1', '\u{1F600}', 'ｚ'];
      for (const [n, id] of names.entries()) {
        const details = { metadata: { even: n % 2 === 0, n }, groups: n < 3 ? ['g'] : [] };
        if (n === 5) await store.directory.register(parseSubjectId(id), details);
        else await store.enrol({ ...enrolmentOf(id), details });
      }
      for (const limit of [1, 2, 6, 100]) expect(await ids(store, {}, limit)).toEqual(names);
      expect(await ids(store, { idPrefix: keyOf('B') }, 1)).toEqual(['b1', 'b2']);
      expect(await ids(store, { metadata: [{ name: 'even', values: ['true'] }] }, 1)).toEqual([
        'b2',
        'b1',
        '\u{1F600}',
      ]);
      const both = [
        { name: 'even', values: ['"true"', 'true'] },
        { name: 'n', values: ['2'] },
      ];
      expect(await ids(store, { metadata: both, groupId: 'g', idPrefix: keyOf('b') })).toEqual(['b1']);
      expect(await ids(store, { groupId: 'g' }, 2)).toEqual(['b2', 'a1', 'b1']);
      expect(await ids(store, { enrolled: false })).toEqual(['ｚ']);
      expect(await ids(store, { enrolled: true, subjectNos: [1, 2, 3, 4, 5, 6] })).toHaveLength(5);
      expect(await ids(store, { subjectNos: [] })).toEqual([]);
    });

    it('leaves out people whose row of users is gone, and forgets all that was noted of them', async () => {
      const { bench, store } = desk();
      await store.groups.create({ groupId: 'g', description: '' });
      for (const id of ['kept', 'gone'])
        await store.enrol({ ...enrolmentOf(id), details: { metadata: { a: 1 }, groups: ['g'] } });
      await bench.sql(`DELETE FROM users WHERE id = 'gone'`);
      expect(await ids(store, {})).toEqual(['kept']);
      await store.deleteSubject(keyOf('kept'));
      const [row] = await bench.sql('SELECT count(*) AS n FROM facedesk_metadata_values');
      expect(Number(row!['n'])).toBeLessThanOrEqual(1);
      expect(await store.groups.membersOf(['g'])).not.toContain(1);
    });
  });

  describe('groups', () => {
    it('are made once, listed in order, and go without their members', async () => {
      const { store } = desk();
      const { subjectNo } = await store.enrol(enrolmentOf('anna'));
      for (const groupId of ['b', 'a', 'C'])
        expect(await store.groups.create({ groupId, description: groupId })).toBe(true);
      expect(await store.groups.create({ groupId: 'a', description: '' })).toBe(false);
      const listed = await store.groups.page({ limit: 2 });
      expect(listed.map(({ groupId }) => groupId)).toEqual(['C', 'a']);
      expect((await store.groups.page({ limit: 2, after: 'a' })).map(({ groupId }) => groupId)).toEqual([
        'b',
      ]);
      expect(await store.groups.addMember('a', subjectNo)).toBe(true);
      expect(await store.groups.addMember('a', subjectNo)).toBe(true);
      expect(await store.groups.addMember('none', subjectNo)).toBe(false);
      expect(await store.groups.addMember('a', subjectNo + 1000)).toBe(false);
      expect((await store.groups.find('a'))!.memberCount).toBe(1);
      expect(await store.groups.membersOf(['a', 'b'])).toEqual([subjectNo]);
      expect(await store.groups.removeMember('b', subjectNo)).toBe(true);
      expect(await store.groups.removeMember('none', subjectNo)).toBe(false);
      expect(await store.groups.delete('a')).toBe(true);
      expect(await store.groups.delete('a')).toBe(false);
      expect(await store.groups.membersOf(['a'])).toEqual([]);
      expect(await store.findSubject(keyOf('anna'))).not.toBeNull();
    });
  });
}
