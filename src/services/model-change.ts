/**
 * What a change of the model, or of the work that goes into a face, means for the people who are enrolled: their templates
 * are kept and not compared. Says who is concerned, and makes them templates under the present model from the photos that
 * were kept.
 */
import { setTimeout } from 'node:timers/promises';
import { type ErrorCode, FacedeskError } from '../domain/errors.js';
import type { Features } from '../domain/features.js';
import { parseSubjectId } from '../domain/subject-id.js';
import type { Logger } from '../observability/logger.js';
import type { EnrolledElsewhere, Store, SubjectRecord } from '../store/index.js';
import type { VisionEngine } from '../vision/index.js';

export interface Reembedding {
  /** People who have a template under the present model now, and had none. */
  readonly added: number;
  /** Ids of people of whom no photo was kept: they have to be deleted and registered again, or the model changed back. */
  readonly withoutPhoto: readonly string[];
  /** Ids of people in none of whose kept photos a face could be measured. */
  readonly withoutFace: readonly string[];
}

export interface ModelChange {
  /** Who has templates under other models only. */
  enrolledElsewhere(): Promise<EnrolledElsewhere[]>;
  /** Logs a warning that says what to do, where there are such people. */
  warnOfOthers(): Promise<void>;
  /**
   * Makes templates for all of them from their kept photos, beside those that they have. Whatever is done stays done where
   * this is broken off; a service that runs meanwhile uses each template from its next search on.
   * @throws FacedeskError those of the store, and those of vision that are not the photo's fault
   */
  reembed(options?: ReembedOptions): Promise<Reembedding>;
}

export interface ReembedOptions {
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends it after the person whose turn it is; what is done so far is answered. */
  readonly signal?: AbortSignal;
}

export interface ModelChangeParts {
  readonly store: Pick<Store, 'models' | 'listRecords'>;
  readonly vision: Pick<VisionEngine, 'ready' | 'modelId' | 'examine'>;
  readonly log: Logger;
}

export function createModelChange({ store, vision, log }: ModelChangeParts): ModelChange {
  const enrolledElsewhere = async (): Promise<EnrolledElsewhere[]> => {
    await vision.ready();
    return store.models.enrolledElsewhere(vision.modelId);
  };

  const reembedSubject = async (
    { id, photos }: SubjectRecord,
    signal: AbortSignal | undefined,
  ): Promise<keyof Reembedding | undefined> => {
    if (photos.length === 0) return 'withoutPhoto';
    const features: (Features | null)[] = [];
    for (const { jpeg } of photos) {
      const found = await featuresOf(vision, jpeg, signal);
      if (found === 'ended') return undefined;
      features.push(found);
    }
    if (features.every((one) => one === null)) return 'withoutFace';
    const { key } = parseSubjectId(id);
    return (await store.models.addTemplates(key, vision.modelId, features)) ? 'added' : undefined;
  };

  return {
    enrolledElsewhere,
    warnOfOthers: async () => {
      const others = await enrolledElsewhere();
      if (others.length === 0) return;
      const context = { modelId: vision.modelId, others };
      log.warn(context, unusedTemplatesText(others));
    },
    reembed: async ({ onProgress = () => undefined, signal } = {}) => {
      const total = peopleIn(await enrolledElsewhere());
      const result = { added: 0, withoutPhoto: [] as string[], withoutFace: [] as string[] };
      let done = 0;
      for await (const record of store.listRecords()) {
        if (signal?.aborted === true) break;
        if (!isElsewhere(record, vision.modelId)) continue;
        const outcome = await reembedSubject(record, signal);
        if (outcome === 'added') result.added++;
        else if (outcome !== undefined) result[outcome].push(record.id);
        onProgress(++done, Math.max(done, total));
      }
      log.info({ people: result.added, modelId: vision.modelId }, 'kept photos embedded again');
      return result;
    },
  };
}

/** What an operator has to know and can do about people whose templates are not used. */
export function unusedTemplatesText(others: readonly EnrolledElsewhere[]): string {
  const templates = others.reduce((sum, other) => sum + other.templates, 0);
  return (
    `${templates} templates of another model are not used, and the people who have no others (${peopleIn(others)}) cannot ` +
    'be verified. Run "facedesk models reembed" to make new ones from the kept photos, or set FACEDESK_MODEL and ' +
    'FACEDESK_EMBEDDING back.'
  );
}

/** Somebody with templates of two other models is counted twice, which only a second change of models brings about. */
function peopleIn(others: readonly EnrolledElsewhere[]): number {
  return others.reduce((sum, { people }) => sum + people, 0);
}

function isElsewhere({ templates }: SubjectRecord, modelId: string): boolean {
  return templates.length > 0 && templates.every((template) => template.modelId !== modelId);
}

const photosFault: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'image_unreadable',
  'image_format_unsupported',
  'image_damaged',
  'image_too_many_pixels',
  'no_face_found',
]);

/** How long this waits where people fill the queue, before it tries again. */
const pauseMs = 500;

/** Of the largest face, the one that was enrolled; null where the photo shows none any more. Nobody waits, so a full queue is waited for. */
async function featuresOf(
  vision: ModelChangeParts['vision'],
  jpeg: Uint8Array,
  signal: AbortSignal | undefined,
): Promise<Features | null | 'ended'> {
  while (signal?.aborted !== true) {
    try {
      const { faces } = await vision.examine(jpeg, { purpose: 'bulk' });
      return faces[0]?.features ?? null;
    } catch (error) {
      if (!(error instanceof FacedeskError)) throw error;
      if (photosFault.has(error.code)) return null;
      if (error.code !== 'busy') throw error;
      await setTimeout(pauseMs);
    }
  }
  return 'ended';
}
