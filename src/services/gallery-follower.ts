/**
 * Keeps the gallery true to the store: fills it at start, and before each search applies what was written since, by this
 * process or another. It holds one reference per person, made of all their templates. The store is never written here, and
 * scores are not judged.
 */
import { cohortSize } from '../domain/cohort.js';
import type { Comparison } from '../domain/decision.js';
import type { Features } from '../domain/features.js';
import type { Candidate, Gallery } from '../gallery/index.js';
import type { ChangeCursor, Store, StoredTemplate } from '../store/index.js';
import type { VisionEngine } from '../vision/index.js';
import { PersonReferences } from './person-references.js';

export interface GalleryFollower {
  /**
   * Brings the gallery up to everything that was written before this call; fills it the first time. The point in the log of
   * changes that it holds everything up to.
   */
  catchUp(): Promise<ChangeCursor>;
  /** Catches up, then searches: see Gallery.search. */
  search(probe: Features, limit: number): Promise<Candidate[]>;
  /** Catches up, then holds a probe against each of those whom a search finds, all at one moment; the most alike first. */
  rank(probe: Features, search: RankedSearch): Promise<RankedComparison[]>;
  /** Catches up, then holds a probe against a subject and everybody else, all at one moment. */
  compare(probe: Features, claimedSubjectNo: number | null): Promise<Comparison>;
  /** True once the gallery holds everything that is enrolled. */
  readonly filled: boolean;
  /** The point in the log of changes that it holds everything up to; undefined before it is filled. */
  readonly cursor: ChangeCursor | undefined;
}

export interface RankedSearch {
  readonly limit: number;
  /** Nobody but these is found; absent for everybody. */
  readonly within?: ReadonlySet<number>;
}

/** The comparison of a subject who was found. */
export type RankedComparison = Comparison & { readonly own: Candidate };

/** The claimed subject, a cohort of strangers, and some to spare for those who are left out as no strangers. */
export const comparedPeople = cohortSize + 5;

export interface GalleryFollowerParts {
  readonly store: Store;
  readonly gallery: Gallery;
  /** Only templates of its model are followed: others do not compare. */
  readonly vision: Pick<VisionEngine, 'ready' | 'modelId'>;
}

export function createGalleryFollower({ store, gallery, vision }: GalleryFollowerParts): GalleryFollower {
  const references = new PersonReferences(gallery);
  let cursor: ChangeCursor | undefined;
  let lastStep: Promise<void> = Promise.resolve();
  let nextStep: Promise<void> | undefined;

  // Steps run one after another: two at once could put an older reading of a subject over a newer one, and bring a
  // deleted template back. All who ask while one runs share the next, which starts after they asked.
  const catchUp = async (): Promise<ChangeCursor> => {
    nextStep ??= lastStep.then(step, step);
    await nextStep;
    return cursor!;
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
    const people = new Map<number, StoredTemplate[]>();
    for await (const template of store.listTemplates(vision.modelId)) {
      const own = people.get(template.subjectNo);
      if (own === undefined) people.set(template.subjectNo, [template]);
      else own.push(template);
    }
    // Exchanged without a pause in between, so that no search sees a gallery that is half full.
    references.replaceAll(people.values());
    cursor = from;
  };

  const follow = async (from: ChangeCursor): Promise<void> => {
    const changes = await store.changesSince(from);
    if (changes.subjectNos === 'all') return fill();
    for (const subjectNo of changes.subjectNos) {
      references.put(subjectNo, await store.templatesOf(subjectNo, vision.modelId));
    }
    cursor = changes.cursor;
  };

  return {
    catchUp,
    search: async (probe, limit) => {
      await catchUp();
      return gallery.search(probe, limit);
    },
    rank: async (probe, search) => {
      await catchUp();
      return rankAll({ gallery, references }, probe, search);
    },
    compare: async (probe, claimedSubjectNo) => {
      await catchUp();
      return compareOne({ gallery, references }, probe, claimedSubjectNo);
    },
    get filled() {
      return cursor !== undefined;
    },
    get cursor() {
      return cursor;
    },
  };
}

interface Searched {
  readonly gallery: Gallery;
  readonly references: PersonReferences;
}

function rankAll(
  { gallery, references }: Searched,
  probe: Features,
  { limit, within }: RankedSearch,
): RankedComparison[] {
  // Strangers are strangers whatever the search is limited to.
  const nearest = gallery.search(probe, Math.max(limit, comparedPeople));
  const found = within === undefined ? nearest.slice(0, limit) : gallery.search(probe, limit, within);
  return found
    .map((candidate) => {
      const referenceStrangers = gallery.strangersOf(candidate.templateNo, candidate.subjectNo);
      const own = references.withoutDrift(candidate, probe, referenceStrangers);
      return { own, nearest, referenceStrangers, people: gallery.subjectCount };
    })
    .sort((a, b) => b.own.score - a.own.score || a.own.subjectNo - b.own.subjectNo);
}

function compareOne(
  { gallery, references }: Searched,
  probe: Features,
  claimedSubjectNo: number | null,
): Comparison {
  const people = gallery.subjectCount;
  const own = claimedSubjectNo === null ? null : gallery.scoreOf(claimedSubjectNo, probe);
  if (own === null) {
    const nearest = gallery.search(probe, comparedPeople);
    // An unknown claim asks for somebody's strangers too, so that its answer takes as long as any other.
    if (nearest[0]) gallery.strangersOf(nearest[0].templateNo, nearest[0].subjectNo);
    return { own: null, nearest, referenceStrangers: [], people };
  }
  const referenceStrangers = gallery.strangersOf(own.templateNo, own.subjectNo);
  // Whom the claimed person is like, that person's photo is like too.
  const likely = [own, ...referenceStrangers].map(({ subjectNo }) => subjectNo);
  const nearest = gallery.search(probe, comparedPeople, undefined, likely);
  return {
    own: references.withoutDrift(own, probe, referenceStrangers),
    nearest,
    referenceStrangers,
    people,
  };
}
