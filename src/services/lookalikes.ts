/** Who is known to look like whom, by id: a claim of one of them then has to lead over the other by a margin of its own. */
import { FacedeskError } from '../domain/errors.js';
import { type DisplayId, parseSubjectId } from '../domain/subject-id.js';
import type { Store, Subject } from '../store/index.js';

export interface KnownLookalikes {
  readonly ids: readonly [DisplayId, DisplayId];
  /** In units of the score. */
  readonly margin: number;
}

export interface Lookalikes {
  list(): Promise<KnownLookalikes[]>;
  /**
   * Sets the margin between two people; it takes the place of an earlier one.
   * @throws FacedeskError user_not_found where one of them is unknown, id_invalid where both are one
   */
  set(ids: readonly [string, string], margin: number): Promise<KnownLookalikes>;
  /** @throws FacedeskError user_not_found where one of them is unknown or the two were not set */
  remove(ids: readonly [string, string]): Promise<void>;
}

export function createLookalikes(store: Store): Lookalikes {
  const find = async (id: string): Promise<Subject> => {
    const subject = await store.findSubject(parseSubjectId(id).key);
    if (subject === null) throw new FacedeskError('user_not_found');
    return subject;
  };
  const pairOf = async ([first, second]: readonly [string, string]) => {
    const subjects = [await find(first), await find(second)] as const;
    if (subjects[0].subjectNo === subjects[1].subjectNo) {
      throw new FacedeskError('id_invalid', { detail: 'one person is no lookalike of their own' });
    }
    return {
      ids: [subjects[0].id, subjects[1].id] as const,
      subjectNos: [subjects[0].subjectNo, subjects[1].subjectNo] as const,
    };
  };

  return {
    list: async () => {
      const known: KnownLookalikes[] = [];
      for (const { subjectNos, margin } of await store.calibration.lookalikes()) {
        const [first, second] = [
          await store.findSubjectByNo(subjectNos[0]),
          await store.findSubjectByNo(subjectNos[1]),
        ];
        if (first !== null && second !== null) known.push({ ids: [first.id, second.id], margin });
      }
      return known;
    },
    set: async (named, margin) => {
      const { ids, subjectNos } = await pairOf(named);
      await store.calibration.putLookalikes({ subjectNos, margin });
      return { ids, margin };
    },
    remove: async (named) => {
      const { subjectNos } = await pairOf(named);
      if (!(await store.calibration.removeLookalikes({ subjectNos })))
        throw new FacedeskError('user_not_found');
    },
  };
}
