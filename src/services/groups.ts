/** Groups of people: a search can be limited to them. A group that goes leaves its people as they are. */
import { FacedeskError } from '../domain/errors.js';
import { parseSubjectId } from '../domain/subject-id.js';
import type { Group, Store } from '../store/index.js';

export type { Group } from '../store/index.js';

export interface Groups {
  /** In alphabetical order, starting behind `after`. */
  list(window: { readonly limit: number; readonly after?: string }): Promise<Group[]>;
  /** @throws FacedeskError group_not_found */
  find(groupId: string): Promise<Group>;
  /** @throws FacedeskError group_already_exists */
  create(group: { readonly groupId: string; readonly description: string }): Promise<Group>;
  /** @throws FacedeskError group_not_found */
  delete(groupId: string): Promise<void>;
  /** @throws FacedeskError group_not_found, user_not_found, id_invalid */
  addMember(groupId: string, subjectId: string): Promise<void>;
  /** @throws FacedeskError group_not_found, user_not_found, id_invalid */
  removeMember(groupId: string, subjectId: string): Promise<void>;
  /**
   * The numbers of everybody in any of these groups.
   * @throws FacedeskError group_not_found
   */
  membersOf(groupIds: readonly string[]): Promise<ReadonlySet<number>>;
}

export function createGroups(store: Pick<Store, 'groups' | 'findSubject'>): Groups {
  const find = async (groupId: string): Promise<Group> => {
    const group = await store.groups.find(groupId);
    if (group === null) throw new FacedeskError('group_not_found');
    return group;
  };
  const subjectNoOf = async (subjectId: string): Promise<number> => {
    const subject = await store.findSubject(parseSubjectId(subjectId).key);
    if (subject === null) throw new FacedeskError('user_not_found');
    return subject.subjectNo;
  };

  return {
    list: (window) => store.groups.page(window),
    find,
    create: async (group) => {
      if (!(await store.groups.create(group))) throw new FacedeskError('group_already_exists');
      return find(group.groupId);
    },
    delete: async (groupId) => {
      if (!(await store.groups.delete(groupId))) throw new FacedeskError('group_not_found');
    },
    addMember: async (groupId, subjectId) => {
      await find(groupId);
      if (await store.groups.addMember(groupId, await subjectNoOf(subjectId))) return;
      // One of the two went between the look and the change.
      await find(groupId);
      throw new FacedeskError('user_not_found');
    },
    removeMember: async (groupId, subjectId) => {
      const subjectNo = await subjectNoOf(subjectId);
      if (!(await store.groups.removeMember(groupId, subjectNo))) throw new FacedeskError('group_not_found');
    },
    membersOf: async (groupIds) => {
      for (const groupId of groupIds) await find(groupId);
      return new Set(await store.groups.membersOf(groupIds));
    },
  };
}
