/**
 * The few pairs that an evaluation gets most wrong, for somebody to look at: they show wrong labels, lookalikes and bad
 * photos faster than any rate. At most one pair of the same two people is kept.
 */

export interface ExtremePair {
  /** Numbers of the pictures. */
  readonly a: number;
  readonly b: number;
  readonly score: number;
}

/** Keeps the pairs with the highest keys. */
export class ExtremePairs {
  private readonly pairs: (ExtremePair & { readonly key: number; readonly people: string })[] = [];

  /**
   * @param capacity how many pairs to keep.
   * @param persons person of each picture.
   * @param end which end of the scores is wanted.
   */
  constructor(
    private readonly capacity: number,
    private readonly persons: Int32Array,
    private readonly end: 'highest' | 'lowest',
  ) {}

  offer(a: number, b: number, score: number): void {
    const key = this.end === 'highest' ? score : -score;
    if (this.pairs.length === this.capacity && key <= this.pairs.at(-1)!.key) return;
    const people = [this.persons[a]!, this.persons[b]!].sort((left, right) => left - right).join();
    const earlier = this.pairs.findIndex((pair) => pair.people === people);
    if (earlier >= 0) {
      if (this.pairs[earlier]!.key >= key) return;
      this.pairs.splice(earlier, 1);
    }
    const place = this.pairs.findIndex((pair) => pair.key < key);
    this.pairs.splice(place < 0 ? this.pairs.length : place, 0, { a, b, score, key, people });
    this.pairs.length = Math.min(this.pairs.length, this.capacity);
  }

  /** The most extreme one first. */
  list(): ExtremePair[] {
    return this.pairs.map(({ a, b, score }) => ({ a, b, score }));
  }
}
