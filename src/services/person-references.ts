/**
 * Makes the one reference of each person that the gallery holds, and knows what refreshed templates have done to it, so that
 * they help the person by little and nobody else.
 */
import { cohortSize } from '../domain/cohort.js';
import { personFeatures } from '../domain/enrolment/person-template.js';
import { cappedScore, refreshHandicap } from '../domain/enrolment/refreshed-score.js';
import { compare, type Features } from '../domain/features.js';
import type { Candidate, Gallery, GalleryTemplate } from '../gallery/index.js';
import type { StoredTemplate } from '../store/index.js';

export class PersonReferences {
  /** Of those whose reference holds refreshed templates: the reference of their enrolled photos alone. */
  readonly #enrolled = new Map<number, Features>();

  constructor(private readonly gallery: Gallery) {}

  /** Exchanges everybody at once: no search comes in between. */
  replaceAll(people: Iterable<readonly StoredTemplate[]>): void {
    this.gallery.clear();
    this.#enrolled.clear();
    this.gallery.addAll([...people].flatMap((templates) => this.#referenceOf(templates)));
  }

  /** Takes the place of what there was of the subject; without templates the subject is gone. */
  put(subjectNo: number, templates: readonly StoredTemplate[]): void {
    this.#enrolled.delete(subjectNo);
    this.gallery.putSubject(subjectNo, this.#referenceOf(templates));
  }

  /**
   * The subject's own score without what refreshed templates must not add to it; the same where nothing was refreshed.
   * @param strangers of the subject's reference, the most alike first
   */
  withoutDrift(own: Candidate, probe: Features, strangers: readonly Candidate[]): Candidate {
    const enrolled = this.#enrolled.get(own.subjectNo);
    if (enrolled === undefined) return own;
    const counted = strangers.slice(0, cohortSize);
    const scoreOf = ({ subjectNo, score }: Candidate): number =>
      this.gallery.scoreOf(subjectNo, enrolled)?.score ?? score;
    const handicap = refreshHandicap({
      ofRefreshed: counted.map(({ score }) => score),
      ofEnrolled: counted.map(scoreOf),
      people: this.gallery.subjectCount,
    });
    return { ...own, score: cappedScore(own.score - handicap, compare(probe, enrolled)) };
  }

  /** One, or none where no enrolled template is there or readable. */
  #referenceOf(templates: readonly StoredTemplate[]): GalleryTemplate[] {
    const enrolled = templates.filter(({ origin }) => origin === 'enrolled');
    const [first] = enrolled;
    if (first === undefined) return [];
    const { templateNo, subjectNo } = first;
    if (enrolled.length < templates.length) this.#enrolled.set(subjectNo, personFeatures(enrolled));
    return [{ templateNo, subjectNo, features: personFeatures(templates) }];
  }
}
