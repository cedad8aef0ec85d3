/**
 * Keeps the `limit` best subjects of the templates offered so far, each by its best template, most alike first. Whether a
 * template is worth offering is known from its score alone, so that nothing is made for the many that are not.
 */
import type { Candidate } from './index.js';

export class NearestSubjects {
  readonly #ranked: Candidate[] = [];
  #reach = Number.POSITIVE_INFINITY;

  /** `limit` is at least 1. */
  constructor(private readonly limit: number) {}

  /** The distance beyond which a template cannot be among the best any more. */
  get reach(): number {
    return this.#reach;
  }

  offer(candidate: Candidate): void {
    if (-candidate.score > this.#reach) return;
    const ranked = this.#ranked;
    const known = ranked.findIndex(({ subjectNo }) => subjectNo === candidate.subjectNo);
    if (known !== -1) {
      if (compareTemplates(ranked[known]!, candidate) <= 0) return;
      ranked.splice(known, 1);
    }
    let at = ranked.length;
    while (at > 0 && compareSubjects(ranked[at - 1]!, candidate) > 0) at--;
    ranked.splice(at, 0, candidate);
    if (ranked.length > this.limit) ranked.pop();
    if (ranked.length === this.limit) this.#reach = -ranked[this.limit - 1]!.score;
  }

  /** Most alike first, equal scores in the order of subjectNo. */
  ranked(): Candidate[] {
    return [...this.#ranked];
  }
}

function compareSubjects(a: Candidate, b: Candidate): number {
  return b.score - a.score || a.subjectNo - b.subjectNo;
}

function compareTemplates(a: Candidate, b: Candidate): number {
  return b.score - a.score || a.templateNo - b.templateNo;
}
