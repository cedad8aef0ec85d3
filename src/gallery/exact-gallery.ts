/**
 * The gallery that compares with everyone. A scan of int8 copies gives each row a distance that it cannot be nearer than;
 * only rows whose bound is within reach of the best so far are compared in full, so the answer is the one that comparing
 * with every row would give, at a fraction of the time.
 */
import { compare, type Features } from '../domain/features.js';
import type { Candidate, Gallery, GalleryTemplate } from './index.js';
import { rowsPerScan } from './kernel/lower-bounds.js';
import { NearestSubjects } from './nearest-subjects.js';
import { TemplateRows } from './template-rows.js';

export function createExactGallery(): Gallery {
  return new ExactGallery();
}

class ExactGallery implements Gallery {
  readonly #rows = new TemplateRows();

  get templateCount(): number {
    return this.#rows.count;
  }

  get subjectCount(): number {
    return this.#rows.subjectCount;
  }

  putSubject(subjectNo: number, templates: readonly GalleryTemplate[]): void {
    if (templates.some((template) => template.subjectNo !== subjectNo))
      throw new RangeError('a template of another subject was put with the subject');
    this.#rows.removeSubject(subjectNo);
    this.addAll(templates);
  }

  addAll(templates: Iterable<GalleryTemplate>): void {
    for (const template of templates) this.#rows.add(template);
  }

  clear(): void {
    this.#rows.clear();
  }

  search(probe: Features, limit: number): Candidate[] {
    if (limit < 1) return [];
    const nearest = new NearestSubjects(limit);
    this.#rows.bounds.setProbe(probe);
    for (let firstRow = 0; firstRow < this.#rows.count; firstRow += rowsPerScan)
      this.#searchFrom(firstRow, probe, nearest);
    return nearest.ranked();
  }

  #searchFrom(firstRow: number, probe: Features, nearest: NearestSubjects): void {
    const rowCount = Math.min(rowsPerScan, this.#rows.count - firstRow);
    const bounds = this.#rows.bounds.scan(firstRow, rowCount);
    let { reach } = nearest;
    for (let i = 0; i < rowCount; i++) {
      if (bounds[i]! > reach) continue;
      const row = firstRow + i;
      nearest.offer({
        subjectNo: this.#rows.subjectNoOf(row),
        templateNo: this.#rows.templateNoOf(row),
        score: compare(probe, this.#rows.featuresOf(row)),
      });
      reach = nearest.reach;
    }
  }
}
