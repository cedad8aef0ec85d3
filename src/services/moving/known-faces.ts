/** Everybody who is enrolled, and everybody whom an import has chosen so far: who else has this face? */
import type { Features } from '../../domain/features.js';
import { sameFaceScore } from '../../domain/moving/same-face.js';
import type { Gallery, GalleryTemplate } from '../../gallery/index.js';
import type { ImportStore } from './photo-import.js';
import type { VisionEngine } from '../../vision/index.js';

/** Of one face, more ids than this are not told apart. */
const mostIds = 5;

export class KnownFaces {
  /** By number in the gallery: the id, or the store's number of somebody who was enrolled before. */
  readonly #owners: (string | number)[] = [];
  #sameFaceScore = 0;

  private constructor(
    private readonly store: ImportStore,
    private readonly gallery: Gallery,
  ) {}

  /** Starts with those who are enrolled under the engine's model; `newcomers` is how many may come. */
  static async ofStore(
    { store, vision }: { store: ImportStore; vision: Pick<VisionEngine, 'modelId' | 'prior'> },
    gallery: Gallery,
    newcomers: number,
  ): Promise<KnownFaces> {
    const faces = new KnownFaces(store, gallery);
    const numbers = new Map<number, number>();
    const templates: GalleryTemplate[] = [];
    for await (const { subjectNo, features } of store.listTemplates(vision.modelId)) {
      const known = numbers.get(subjectNo);
      const number = known ?? faces.#owners.push(subjectNo);
      if (known === undefined) numbers.set(subjectNo, number);
      templates.push({ templateNo: templates.length + 1, subjectNo: number, features });
    }
    gallery.addAll(templates);
    faces.#sameFaceScore = sameFaceScore(vision.prior, faces.#owners.length + newcomers);
    return faces;
  }

  add(id: string, features: Features): void {
    const number = this.#owners.push(id);
    const templateNo = this.gallery.templateCount + 1;
    this.gallery.putSubject(number, [{ templateNo, subjectNo: number, features }]);
  }

  /** Ids under which this face is known, most alike first, other than its own. */
  async othersLike(features: Features, ownId: string): Promise<string[]> {
    const near = this.gallery
      .search(features, mostIds + 1)
      .filter(({ score }) => score > this.#sameFaceScore)
      .map(({ subjectNo }) => this.#owners[subjectNo - 1]!);
    const ids = await Promise.all(near.map((owner) => this.#idOf(owner)));
    return ids.filter((id) => id !== null && id !== ownId).slice(0, mostIds) as string[];
  }

  /** Null where somebody was deleted meanwhile. */
  async #idOf(owner: string | number): Promise<string | null> {
    if (typeof owner === 'string') return owner;
    return (await this.store.findSubjectByNo(owner))?.id ?? null;
  }
}
