/** The photos that a person is enrolled with, once they are: which there are, further ones, and fewer. */
import { personFeatures } from '../domain/enrolment/person-template.js';
import { mostPhotos, type PhotoReport } from '../domain/enrolment/photo-report.js';
import { FacedeskError } from '../domain/errors.js';
import type { KeptPhoto } from '../domain/face.js';
import { parseSubjectId } from '../domain/subject-id.js';
import type { Logger } from '../observability/logger.js';
import type { Store, StoredPhoto, StoredRefresh, Subject } from '../store/index.js';
import type { Enrolment } from './enrolment.js';
import type { Actor, Events } from './events.js';
import type { GalleryFollower } from './gallery-follower.js';
import {
  type ExaminationParts,
  examinePhotos,
  numbered,
  originOfPhotos,
  type PhotoSubmission,
} from './photo-examination.js';

export type { PhotoSource, StoredPhoto } from '../store/index.js';

export interface PhotoAddition extends PhotoSubmission {
  /** For the record of events. */
  readonly by?: Actor;
}

/** A template that a visit added. No picture is kept of it. */
export interface RefreshedTemplate extends Pick<
  StoredRefresh,
  'refreshNo' | 'createdAt' | 'quality' | 'state'
> {
  /** The verdict that it comes from, for as long as that is kept. */
  readonly eventNo?: number;
}

export interface Photos {
  /** Those of a person that count under the model at work, in the order in which they were enrolled. */
  list(id: string): Promise<StoredPhoto[]>;
  /** What visits have added to those, under the model at work, the oldest first. */
  refreshed(id: string): Promise<RefreshedTemplate[]>;
  /**
   * Adds photos that look like the person's others; of each photo what became of it. At least one was accepted.
   * @throws FacedeskError too_many_photos where the person would have more than mostPhotos, and those of examinePhotos
   */
  add(id: string, addition: PhotoAddition): Promise<readonly PhotoReport[]>;
  /** Erases a photo with its template. @throws FacedeskError photo_not_found, last_photo */
  remove(id: string, photoNo: number, by?: Actor): Promise<void>;
  /** The JPEG that was kept. @throws FacedeskError photo_not_found, photo_not_kept */
  read(id: string, photoNo: number): Promise<KeptPhoto>;
}

export interface PhotosParts extends ExaminationParts {
  readonly store: Store;
  readonly enrolment: Pick<Enrolment, 'register'>;
  readonly follower: GalleryFollower;
  readonly events: Pick<Events, 'record'>;
  readonly log: Logger;
}

/** Every method throws id_invalid, user_not_found and those of the store as well. */
export function createPhotos(parts: PhotosParts): Photos {
  const { store, enrolment, vision, follower, events, log } = parts;

  const find = async (id: string): Promise<Subject> => {
    const subject = await store.findSubject(parseSubjectId(id).key);
    if (subject === null) throw new FacedeskError('user_not_found');
    return subject;
  };
  const changed = (): void => {
    // Durable already; where this fails, the next search does it before it looks.
    follower.catchUp().catch((err: unknown) => log.warn({ err }, 'the gallery lags behind the store'));
  };

  return {
    list: async (id) => store.photos.list((await find(id)).subjectNo, vision.modelId),
    refreshed: async (id) => refreshedTemplates(parts, await find(id)),
    add: async (id, { by, ...submission }) => {
      const { subjectNo, templateCount } = await find(id);
      // The first photos of somebody who is registered without a face.
      if (templateCount === 0) {
        const request = { id, ...submission, ...(by !== undefined && { by }) };
        return (await enrolment.register(request)).photos;
      }
      const enrolled = await enrolledTemplates(parts, subjectNo);
      if (enrolled.length + submission.images.length > mostPhotos) throw new FacedeskError('too_many_photos');
      // Who was enrolled under another model only has none.
      const reference = enrolled.length === 0 ? undefined : personFeatures(enrolled);
      const { accepted, reports } = await examinePhotos(parts, submission, reference);
      const from = originOfPhotos('added', by);
      const added = { modelId: vision.modelId, photos: accepted, from };
      const photoNos = await store.photos.add(subjectNo, added, mostPhotos);
      if (photoNos === 'subject gone') throw new FacedeskError('user_not_found');
      if (photoNos === 'too many') throw new FacedeskError('too_many_photos');
      log.info({ subjectNo, photos: photoNos.length }, 'photos added');
      events.record({ kind: 'photos.added', subjectNo, ...(by !== undefined && { by }) });
      changed();
      return numbered(reports, photoNos);
    },
    remove: async (id, photoNo, by) => {
      const { subjectNo } = await find(id);
      const outcome = await store.photos.remove(subjectNo, photoNo);
      if (outcome === 'unknown') throw new FacedeskError('photo_not_found');
      if (outcome === 'last photo') throw new FacedeskError('last_photo');
      log.info({ subjectNo, photoNo }, 'photo removed');
      events.record({ kind: 'photo.deleted', subjectNo, ...(by !== undefined && { by }) });
      changed();
    },
    read: async (id, photoNo) => {
      const { subjectNo } = await find(id);
      const photo = await store.photos.read(subjectNo, photoNo);
      if (photo !== null) return photo;
      const known = await store.photos.list(subjectNo, vision.modelId);
      const isKnown = known.some((one) => one.photoNo === photoNo);
      throw new FacedeskError(isKnown ? 'photo_not_kept' : 'photo_not_found');
    },
  };
}

async function enrolledTemplates({ store, vision }: PhotosParts, subjectNo: number) {
  const templates = await store.templatesOf(subjectNo, vision.modelId);
  return templates.filter(({ origin }) => origin === 'enrolled');
}

async function refreshedTemplates(
  { store, vision }: PhotosParts,
  { subjectNo }: Subject,
): Promise<RefreshedTemplate[]> {
  const all = await store.refreshes.list(subjectNo);
  const refreshed = all.filter(({ modelId }) => modelId === vision.modelId);
  const requestIds = refreshed.flatMap(({ requestId }) => requestId ?? []);
  const verdicts = { subjectNo, requestIds, kinds: ['verification.decided'] };
  const visits = requestIds.length === 0 ? [] : await store.events.page(verdicts, { limit: all.length });
  const eventNoOf = new Map(visits.map(({ requestId, eventNo }) => [requestId, eventNo]));
  return refreshed.map(({ refreshNo, createdAt, quality, state, requestId }) => {
    const eventNo = requestId === undefined ? undefined : eventNoOf.get(requestId);
    return { refreshNo, createdAt, quality, state, ...(eventNo !== undefined && { eventNo }) };
  });
}
