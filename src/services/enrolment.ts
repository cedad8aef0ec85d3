/**
 * Registers a person: the photos of someone whose id is free become what they are recognised by from then on. Everything
 * that can refuse comes before the one write that makes it so.
 */
import { personFeatures } from '../domain/enrolment/person-template.js';
import type { PhotoReport } from '../domain/enrolment/photo-report.js';
import { FacedeskError } from '../domain/errors.js';
import { parseSubjectId, type IdKey } from '../domain/subject-id.js';
import type { Logger } from '../observability/logger.js';
import type { NewEnrolment, NewPhoto, Store, Subject, SubjectDetails } from '../store/index.js';
import type { Actor, Events } from './events.js';
import type { GalleryFollower } from './gallery-follower.js';
import type { DuplicateSearch, LikelyDuplicate } from './likely-duplicates.js';
import {
  type ExaminationParts,
  type ExaminedPhotos,
  examinePhotos,
  numbered,
  originOfPhotos,
  type PhotoSubmission,
} from './photo-examination.js';
import { createTurnTaking } from './turn-taking.js';

/** What happens where the face looks enrolled under another id: enrolled and noted, refused, or enrolled without a look. */
export type DuplicatePolicy = 'report' | 'refuse' | 'allow';

export interface EnrolmentRequest extends PhotoSubmission {
  /** As the caller wrote it. */
  readonly id: string;
  /** As the settings have it, unless told. */
  readonly onDuplicate?: DuplicatePolicy;
  /** For the record of events. */
  readonly by?: Actor;
  /** What else is to be noted of the person, in the same write. */
  readonly details?: SubjectDetails;
}

export interface EnrolmentResult {
  readonly subject: Subject;
  /** One for each image, in their order; at least one was accepted. */
  readonly photos: readonly PhotoReport[];
  /** Who has probably the same face, the most alike first; empty where nobody was looked for. */
  readonly similar: readonly LikelyDuplicate[];
}

export interface Enrolment {
  /**
   * Enrols the face under the id. Parallel calls for one id take turns, so that one of them does the image work and
   * the rest are refused, unless it fails: then the next gets its own chance.
   * @throws FacedeskError id_invalid, user_already_exists, face_already_enrolled, and those of examinePhotos and the store
   */
  register(request: EnrolmentRequest): Promise<EnrolmentResult>;
}

export interface EnrolmentParts extends ExaminationParts {
  readonly store: Store;
  readonly follower: GalleryFollower;
  readonly findDuplicates: DuplicateSearch;
  readonly duplicateFaces: DuplicatePolicy;
  readonly events: Pick<Events, 'record'>;
  readonly log: Logger;
}

/** So often a registration looks again because somebody else was written in between; each time somebody got further. */
const mostLooks = 50;

export function createEnrolment(parts: EnrolmentParts): Enrolment {
  const { store, vision, follower, findDuplicates, duplicateFaces, events, log } = parts;
  const turns = createTurnTaking();

  const refuseTaken = async (key: IdKey): Promise<void> => {
    const subject = await store.findSubject(key);
    // A row of users without a template is a person who still has to enrol a face.
    if (subject !== null && subject.templateCount > 0) throw new FacedeskError('user_already_exists');
  };

  /** Looks and writes as one step: what was written since the look began, by whatever process, makes it look again. */
  const enrolUnlessKnown = async (enrolment: NewEnrolment): Promise<Subject> => {
    for (let look = 0; look < mostLooks; look++) {
      const since = await follower.catchUp();
      const similar = await findDuplicates(faceOf(enrolment.photos));
      if (similar.length > 0) {
        const subjectNos = similar.map(({ subjectNo }) => subjectNo);
        log.info({ subjectNos }, 'registration refused: the face is enrolled');
        throw new FacedeskError('face_already_enrolled');
      }
      const subject = await store.enrolIfUnchanged(enrolment, since);
      if (subject !== null) return subject;
    }
    throw new FacedeskError('busy', { detail: 'others were registered all the while' });
  };

  const enrol = async (enrolment: NewEnrolment, policy: DuplicatePolicy) => {
    if (policy === 'refuse') {
      // Within this process one after another, so that only other processes can come in between.
      const subject = await turns.inTurn('refuse', () => enrolUnlessKnown(enrolment));
      return { subject, similar: [] };
    }
    const similar = policy === 'allow' ? [] : await findDuplicates(faceOf(enrolment.photos));
    const subject = await store.enrol(enrolment);
    return { subject, similar: similar.filter(({ subjectNo }) => subjectNo !== subject.subjectNo) };
  };

  return {
    register: async (request) => {
      const subjectId = parseSubjectId(request.id);
      // Keys of ids, which have no line feed, and of refusals are kept apart by it.
      return turns.inTurn(`id\n${subjectId.key}`, async () => {
        await refuseTaken(subjectId.key);
        const examined = await examinePhotos(parts, request);
        const { details } = request;
        const { subject, similar } = await enrol(
          {
            subjectId,
            modelId: vision.modelId,
            photos: examined.accepted,
            from: originOfPhotos('registered', request.by),
            ...(details === undefined ? {} : { details }),
          },
          request.onDuplicate ?? duplicateFaces,
        );
        log.info({ subjectNo: subject.subjectNo, photos: examined.accepted.length }, 'subject enrolled');
        const { by } = request;
        const { subjectNo } = subject;
        events.record({ kind: 'subject.registered', subjectNo, measures: {}, ...(by && { by }) });
        await noteSimilar(parts, subject, similar);
        // The enrolment is durable whether or not this works; where it fails, the next search does it again.
        follower.catchUp().catch((err: unknown) => log.warn({ err }, 'the gallery lags behind the store'));
        return { subject, photos: await numberedPhotos(parts, subject, examined), similar };
      });
    },
  };
}

function faceOf(photos: readonly NewPhoto[]) {
  return personFeatures(
    photos.map(({ features, quality = null }) => ({ features, quality, origin: 'enrolled' })),
  );
}

/** For whoever reviews. The enrolment is durable already, so a failure is logged and no more. */
async function noteSimilar(
  { store, log }: Pick<EnrolmentParts, 'store' | 'log'>,
  { subjectNo }: Subject,
  similar: readonly LikelyDuplicate[],
): Promise<void> {
  if (similar.length === 0) return;
  const others = similar.map((one) => one.subjectNo);
  log.warn({ subjectNo, similarTo: others }, 'a face was enrolled that looks enrolled under another id');
  try {
    for (const other of others) await store.duplicates.note([subjectNo, other]);
  } catch (err) {
    log.warn({ err, subjectNo }, 'a likely duplicate could not be noted');
  }
}

async function numberedPhotos(
  { store, vision, log }: Pick<EnrolmentParts, 'store' | 'vision' | 'log'>,
  { subjectNo }: Subject,
  { reports }: ExaminedPhotos,
): Promise<PhotoReport[]> {
  try {
    const photos = await store.photos.list(subjectNo, vision.modelId);
    return numbered(
      reports,
      photos.map(({ photoNo }) => photoNo),
    );
  } catch (err) {
    log.warn({ err, subjectNo }, 'the numbers of the enrolled photos could not be read');
    return [...reports];
  }
}
