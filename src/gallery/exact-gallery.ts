/**
 * The gallery that compares with everyone. A scan of int8 copies gives each row a distance that it cannot be nearer than;
 * only rows whose bound is within reach of the best so far are compared in full, so the answer is the one that comparing
 * with every row would give, at a fraction of the time.
 */
import { compare, type Features } from '../domain/features.js';
import type { Candidate, Gallery, GalleryTemplate } from './index.js';
import { rowsPerScan } from './kernel/lower-bounds.js';
import { NearestSubjects } from './nearest-subjects.js';
import { StrangerLists } from './stranger-lists.js';
import { TemplateRows } from './template-rows.js';

/** Up to this share of the gallery, comparing with each of a set of subjects in full is faster than bounding everybody. */
const fewSubjects = 1 / 16;

interface Search {
  readonly nearest: NearestSubjects;
  /** Others are passed over; undefined for nobody. */
  readonly within: ReadonlySet<number> | undefined;
}

export function createExactGallery(): Gallery {
  return new ExactGallery();
}

class ExactGallery implements Gallery {
  readonly #rows = new TemplateRows();
  readonly #strangers = new StrangerLists();

  get templateCount(): number {
    return this.#rows.count;
  }

  get subjectCount(): number {
    return this.#rows.subjectCount;
  }

  putSubject(subjectNo: number, templates: readonly GalleryTemplate[]): void {
    if (templates.some((template) => template.subjectNo !== subjectNo))
      throw new RangeError('a template of another subject was put with the subject');
    // Nobody's list holds a newcomer, and looking through them all is most of what an enrolment would cost.
    if (this.#rows.has(subjectNo)) {
      this.#rows.removeSubject(subjectNo);
      this.#strangers.forgetSubject(subjectNo);
    }
    this.addAll(templates);
  }

  addAll(templates: Iterable<GalleryTemplate>): void {
    for (const template of templates) {
      if (!this.#strangers.isEmpty) this.#introduce(template);
      this.#rows.add(template);
    }
  }

  clear(): void {
    this.#rows.clear();
    this.#strangers.clear();
  }

  search(
    probe: Features,
    limit: number,
    within?: ReadonlySet<number>,
    startWith: readonly number[] = [],
  ): Candidate[] {
    if (limit < 1 || this.#rows.count === 0) return [];
    const nearest = new NearestSubjects(limit);
    if (within !== undefined && within.size < this.#rows.count * fewSubjects) {
      for (const subjectNo of within) this.#offerSubject(subjectNo, probe, nearest);
      return nearest.ranked();
    }
    for (const subjectNo of startWith)
      if (within === undefined || within.has(subjectNo)) this.#offerSubject(subjectNo, probe, nearest);
    this.#rows.bounds.setProbe(probe);
    for (let firstRow = 0; firstRow < this.#rows.count; firstRow += rowsPerScan)
      this.#searchFrom(firstRow, probe, { nearest, within });
    return nearest.ranked();
  }

  scoreOf(subjectNo: number, probe: Features): Candidate | null {
    const nearest = new NearestSubjects(1);
    this.#offerSubject(subjectNo, probe, nearest);
    return nearest.ranked()[0] ?? null;
  }

  strangersOf(templateNo: number, subjectNo: number): readonly Candidate[] {
    const row = [...this.#rows.rowsOf(subjectNo)].find((own) => this.#rows.templateNoOf(own) === templateNo);
    if (row === undefined) return [];
    // Copied, as the search may grow the memory that the row lies in.
    const features = this.#rows.featuresOf(row).slice() as Features;
    return this.#strangers.of({ templateNo, subjectNo }, (limit) => this.search(features, limit));
  }

  *templates(): Generator<GalleryTemplate> {
    for (let row = 0; row < this.#rows.count; row++) {
      yield {
        templateNo: this.#rows.templateNoOf(row),
        subjectNo: this.#rows.subjectNoOf(row),
        features: this.#rows.featuresOf(row),
      };
    }
  }

  /** Puts a template that is about to be added on the lists of those to whom it is near. */
  #introduce({ templateNo, subjectNo, features }: GalleryTemplate): void {
    this.#rows.bounds.setProbe(features);
    for (let firstRow = 0; firstRow < this.#rows.count; firstRow += rowsPerScan) {
      const rowCount = Math.min(rowsPerScan, this.#rows.count - firstRow);
      const bounds = this.#rows.bounds.scan(firstRow, rowCount);
      for (let i = 0; i < rowCount; i++) {
        const other = this.#rows.templateNoOf(firstRow + i);
        if (bounds[i]! > this.#strangers.reachOf(other)) continue;
        const score = compare(features, this.#rows.featuresOf(firstRow + i));
        this.#strangers.admit(other, { subjectNo, templateNo, score });
      }
    }
  }

  #compareWith(probe: Features, row: number): Candidate {
    return {
      subjectNo: this.#rows.subjectNoOf(row),
      templateNo: this.#rows.templateNoOf(row),
      score: compare(probe, this.#rows.featuresOf(row)),
    };
  }

  #offerSubject(subjectNo: number, probe: Features, nearest: NearestSubjects): void {
    for (const row of this.#rows.rowsOf(subjectNo)) nearest.offer(this.#compareWith(probe, row));
  }

  #searchFrom(firstRow: number, probe: Features, { nearest, within }: Search): void {
    const rowCount = Math.min(rowsPerScan, this.#rows.count - firstRow);
    const bounds = this.#rows.bounds.scan(firstRow, rowCount);
    let { reach } = nearest;
    for (let i = 0; i < rowCount; i++) {
      if (bounds[i]! > reach) continue;
      if (within !== undefined && !within.has(this.#rows.subjectNoOf(firstRow + i))) continue;
      nearest.offer(this.#compareWith(probe, firstRow + i));
      reach = nearest.reach;
    }
  }
}
