/**
 * Keeps the `limit` best subjects of the templates offered so far, each by its best template. It holds up to twice as many
 * and cuts back when they are reached, so that an offer costs the same however large the limit is.
 */
import type { Candidate } from './index.js';

export class NearestSubjects {
  readonly #best = new Map<number, Candidate>();
  #reach = Number.POSITIVE_INFINITY;

  /** `limit` is at least 1. */
  constructor(private readonly limit: number) {}

  /** The distance beyond which a template cannot be among the best any more. */
  get reach(): number {
    return this.#reach;
  }

  offer(candidate: Candidate): void {
    const known = this.#best.get(candidate.subjectNo);
    if (known !== undefined && compareTemplates(known, candidate) <= 0) return;
    this.#best.set(candidate.subjectNo, candidate);
    if (this.#best.size >= 2 * this.limit) this.#cut();
  }

  /** Most alike first, equal scores in the order of subjectNo. */
  ranked(): Candidate[] {
    return [...this.#best.values()].sort(compareSubjects).slice(0, this.limit);
  }

  #cut(): void {
    const kept = this.ranked();
    this.#best.clear();
    for (const candidate of kept) this.#best.set(candidate.subjectNo, candidate);
    this.#reach = -kept[kept.length - 1]!.score;
  }
}

function compareSubjects(a: Candidate, b: Candidate): number {
  return b.score - a.score || a.subjectNo - b.subjectNo;
}

function compareTemplates(a: Candidate, b: Candidate): number {
  return b.score - a.score || a.templateNo - b.templateNo;
}
