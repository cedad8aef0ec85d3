/**
 * The gallery's door: every enrolled template in memory, and who among them a probe is most like. The store is the truth;
 * a gallery can be thrown away and rebuilt at any time. It knows numbers, not ids, and judges nothing.
 */
import type { Features } from '../domain/features.js';

export interface GalleryTemplate {
  /** The store's number of the template; unique. */
  readonly templateNo: number;
  /** The store's number of the subject that the template belongs to. */
  readonly subjectNo: number;
  readonly features: Features;
}

export interface Candidate {
  readonly subjectNo: number;
  /** The subject's template that is nearest to the probe. */
  readonly templateNo: number;
  /** domain/features.ts#compare of the probe and that template, to float32 accuracy. */
  readonly score: number;
}

export interface Gallery {
  /** Replaces whatever the gallery holds of this subject by these templates; none removes the subject. */
  putSubject(subjectNo: number, templates: readonly GalleryTemplate[]): void;
  /** Adds templates of subjects that are not in the gallery yet; for filling it at start. */
  addAll(templates: Iterable<GalleryTemplate>): void;
  clear(): void;
  /**
   * The `limit` subjects most like the probe, most alike first, each by its best template; equal scores in the order of
   * subjectNo. Exact: the same answer as comparing with every template. With `within`, as if nobody else were enrolled. Subjects
   * to `startWith` are compared first: where they are near, the others are sooner known not to be; the answer is the same.
   */
  search(
    probe: Features,
    limit: number,
    within?: ReadonlySet<number>,
    startWith?: readonly number[],
  ): Candidate[];
  /** The subject's best score against the probe, whoever is nearer; null where the subject is not in the gallery. */
  scoreOf(subjectNo: number, probe: Features): Candidate | null;
  /** The `listedStrangers` subjects other than its own that a template is most like, most alike first; exact at all times. */
  strangersOf(templateNo: number, subjectNo: number): readonly Candidate[];
  /** Every template, in no particular order. */
  templates(): Iterable<GalleryTemplate>;
  readonly templateCount: number;
  readonly subjectCount: number;
}

export { listedStrangers } from './stranger-lists.js';
export { createExactGallery } from './exact-gallery.js';
