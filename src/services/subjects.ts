/** Who is registered, and how they are forgotten. */
import { FacedeskError } from '../domain/errors.js';
import { parseSubjectId } from '../domain/subject-id.js';
import type { Logger } from '../observability/logger.js';
import type { Store, UserRow } from '../store/index.js';
import type { Actor, Events } from './events.js';
import type { GalleryFollower } from './gallery-follower.js';

export interface Subjects {
  /** Everybody in `users`, oldest first, read page by page as the caller asks for more. */
  list(): AsyncIterable<UserRow>;
  /**
   * Erases a person with their templates and kept photos; the names of those photos.
   * @throws FacedeskError id_invalid, user_not_found, store_unavailable
   */
  forget(id: string, by?: Actor): Promise<string[]>;
}

export interface SubjectsParts {
  readonly store: Store;
  readonly follower: GalleryFollower;
  readonly events: Pick<Events, 'record'>;
  readonly log: Logger;
}

export function createSubjects({ store, follower, events, log }: SubjectsParts): Subjects {
  return {
    list: () => store.listUsers(),
    forget: async (id, by) => {
      const deleted = await store.deleteSubject(parseSubjectId(id).key);
      if (deleted === null) throw new FacedeskError('user_not_found');
      log.info({ subjectNo: deleted.subjectNo }, 'subject deleted');
      // Who it was is not kept.
      events.record({ kind: 'subject.deleted', ...(by !== undefined && { by }) });
      // Clears the template from memory at once. Where it fails, the next search does it before it looks.
      follower.catchUp().catch((err: unknown) => log.warn({ err }, 'the gallery lags behind the store'));
      return deleted.fileNames;
    },
  };
}
