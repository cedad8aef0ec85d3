/**
 * Keeps the gallery true to the store: fills it at start, and before each search applies what was written since, by this
 * process or another. The store is never written here, and scores are not judged.
 */
import type { Features } from '../domain/features.js';
import type { Comparison } from '../domain/decision.js';
import { cohortSize } from '../domain/cohort.js';
import type { Candidate, Gallery, GalleryTemplate } from '../gallery/index.js';
import type { ChangeCursor, Store } from '../store/index.js';
import type { VisionEngine } from '../vision/index.js';

export interface GalleryFollower {
  /** Brings the gallery up to everything that was written before this call; fills it the first time. */
  catchUp(): Promise<void>;
  /** Catches up, then searches: see Gallery.search. */
  search(probe: Features, limit: number): Promise<Candidate[]>;
  /** Catches up, then holds a probe against a subject and everybody else, all at one moment. */
  compare(probe: Features, claimedSubjectNo: number | null): Promise<Comparison>;
  /** True once the gallery holds everything that is enrolled. */
  readonly filled: boolean;
}

/** The claimed subject, a cohort of strangers, and some to spare for those who are left out as no strangers. */
const comparedPeople = cohortSize + 5;

export interface GalleryFollowerParts {
  readonly store: Store;
  readonly gallery: Gallery;
  /** Only templates of its model are followed: others do not compare. */
  readonly vision: Pick<VisionEngine, 'ready' | 'modelId'>;
}

export function createGalleryFollower({ store, gallery, vision }: GalleryFollowerParts): GalleryFollower {
  let cursor: ChangeCursor | undefined;
  let lastStep: Promise<void> = Promise.resolve();
  let nextStep: Promise<void> | undefined;

  // Steps run one after another: two at once could put an older reading of a subject over a newer one, and bring a
  // deleted template back. All who ask while one runs share the next, which starts after they asked.
  const catchUp = (): Promise<void> => {
    nextStep ??= lastStep.then(step, step);
    return nextStep;
  };

  const step = (): Promise<void> => {
    nextStep = undefined;
    lastStep = cursor === undefined ? fill() : follow(cursor);
    return lastStep;
  };

  const fill = async (): Promise<void> => {
    await vision.ready();
    // Read first: what is written while the templates are read is then applied twice rather than never.
    const from = await store.currentCursor();
    const templates: GalleryTemplate[] = [];
    for await (const template of store.listTemplates(vision.modelId)) templates.push(template);
    // Exchanged without a pause in between, so that no search sees a gallery that is half full.
    gallery.clear();
    gallery.addAll(templates);
    cursor = from;
  };

  const follow = async (from: ChangeCursor): Promise<void> => {
    const changes = await store.changesSince(from);
    if (changes.subjectNos === 'all') return fill();
    for (const subjectNo of changes.subjectNos) {
      gallery.putSubject(subjectNo, await store.templatesOf(subjectNo, vision.modelId));
    }
    cursor = changes.cursor;
  };

  return {
    catchUp,
    search: async (probe, limit) => {
      await catchUp();
      return gallery.search(probe, limit);
    },
    compare: async (probe, claimedSubjectNo) => {
      await catchUp();
      const nearest = gallery.search(probe, comparedPeople);
      const own = claimedSubjectNo === null ? null : gallery.scoreOf(claimedSubjectNo, probe);
      // An unknown claim asks for somebody's strangers too, so that its answer takes as long as any other.
      const reference = own ?? nearest[0];
      const strangers = reference && gallery.strangersOf(reference.templateNo, reference.subjectNo);
      return {
        own,
        nearest,
        referenceStrangers: own && strangers ? strangers : [],
        people: gallery.subjectCount,
      };
    },
    get filled() {
      return cursor !== undefined;
    },
  };
}
