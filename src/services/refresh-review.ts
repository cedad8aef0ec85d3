/** Who was refreshed, by which verification, and how to take it back; what waits for somebody to confirm it. */
import { mostRefreshed } from '../domain/enrolment/template-refresh.js';
import { FacedeskError } from '../domain/errors.js';
import { type DisplayId, parseSubjectId } from '../domain/subject-id.js';
import type { Logger } from '../observability/logger.js';
import type { Store, StoredRefresh } from '../store/index.js';
import type { GalleryFollower } from './gallery-follower.js';

export interface ListedRefresh extends StoredRefresh {
  readonly id: DisplayId;
}

export interface RefreshReview {
  /** Of one person or of everybody, the oldest first. @throws FacedeskError id_invalid, user_not_found */
  list(id?: string): Promise<ListedRefresh[]>;
  /** Takes a refreshed or proposed template away. @throws FacedeskError refresh_not_found */
  undo(refreshNo: number): Promise<void>;
  /** Lets a proposed template count. @throws FacedeskError refresh_not_found */
  confirm(refreshNo: number): Promise<void>;
}

export interface RefreshReviewParts {
  readonly store: Store;
  readonly follower: GalleryFollower;
  readonly log: Logger;
}

export function createRefreshReview({ store, follower, log }: RefreshReviewParts): RefreshReview {
  const settle = async (done: Promise<boolean>, refreshNo: number, what: string): Promise<void> => {
    if (!(await done)) throw new FacedeskError('refresh_not_found');
    log.info({ refreshNo }, what);
    follower.catchUp().catch((err: unknown) => log.warn({ err }, 'the gallery lags behind the store'));
  };

  return {
    list: async (id) => {
      const subject = id === undefined ? undefined : await store.findSubject(parseSubjectId(id).key);
      if (subject === null) throw new FacedeskError('user_not_found');
      const listed: ListedRefresh[] = [];
      for (const refresh of await store.refreshes.list(subject?.subjectNo)) {
        const owner = subject ?? (await store.findSubjectByNo(refresh.subjectNo));
        if (owner !== null) listed.push({ ...refresh, id: owner.id });
      }
      return listed;
    },
    undo: (refreshNo) => settle(store.refreshes.remove(refreshNo), refreshNo, 'refreshed template removed'),
    confirm: (refreshNo) =>
      settle(store.refreshes.confirm(refreshNo, mostRefreshed), refreshNo, 'proposed template confirmed'),
  };
}
