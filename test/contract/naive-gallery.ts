/** What a gallery must answer, in the plainest words: compares with every template and sorts everything. The contract's yardstick. */
import { compare, type Features } from '../../src/domain/features.js';
import {
  listedStrangers,
  type Candidate,
  type Gallery,
  type GalleryTemplate,
} from '../../src/gallery/index.js';

export class NaiveGallery implements Gallery {
  #templates: GalleryTemplate[] = [];

  get templateCount(): number {
    return this.#templates.length;
  }

  get subjectCount(): number {
    return new Set(this.#templates.map((template) => template.subjectNo)).size;
  }

  putSubject(subjectNo: number, templates: readonly GalleryTemplate[]): void {
    this.#templates = this.#templates.filter((template) => template.subjectNo !== subjectNo);
    this.addAll(templates);
  }

  addAll(templates: Iterable<GalleryTemplate>): void {
    for (const { features, ...numbers } of templates)
      this.#templates.push({ ...numbers, features: features.slice() as Features });
  }

  clear(): void {
    this.#templates = [];
  }

  search(probe: Features, limit: number, within?: ReadonlySet<number>): Candidate[] {
    const bySubject = new Map<number, Candidate>();
    const everyTemplate = this.#templates
      .filter(({ subjectNo }) => within?.has(subjectNo) ?? true)
      .map(({ subjectNo, templateNo, features }) => ({
        subjectNo,
        templateNo,
        score: compare(probe, features),
      }))
      .sort((a, b) => b.score - a.score || a.subjectNo - b.subjectNo || a.templateNo - b.templateNo);
    for (const candidate of everyTemplate)
      if (!bySubject.has(candidate.subjectNo)) bySubject.set(candidate.subjectNo, candidate);
    return [...bySubject.values()].slice(0, limit);
  }

  scoreOf(subjectNo: number, probe: Features): Candidate | null {
    const own = this.#templates.filter((template) => template.subjectNo === subjectNo);
    const alone = new NaiveGallery();
    alone.addAll(own);
    return alone.search(probe, 1)[0] ?? null;
  }

  strangersOf(templateNo: number, subjectNo: number): Candidate[] {
    const template = this.#templates.find((own) => own.templateNo === templateNo);
    if (template === undefined) return [];
    return this.search(template.features, Infinity)
      .filter((candidate) => candidate.subjectNo !== subjectNo)
      .slice(0, listedStrangers);
  }

  *templates(): Generator<GalleryTemplate> {
    yield* this.#templates;
  }
}
