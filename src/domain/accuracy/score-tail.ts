/**
 * The highest non-mated scores and whose they are, gathered from a stream of any length in memory that does not grow with
 * it. Error rates at low FMR depend on this tail alone. It judges nothing.
 */

/** Scores in falling order; entry k is of a picture of person personsA[k] and one of person personsB[k]. */
export interface ScoreTail {
  readonly scores: Float64Array;
  readonly personsA: Int32Array;
  readonly personsB: Int32Array;
}

/** Keeps the `capacity` highest of the scores that are offered; of equal scores at the edge, the earliest offered. */
export class ScoreTailCollector {
  private readonly scores: Float64Array;
  private readonly personsA: Int32Array;
  private readonly personsB: Int32Array;
  private held = 0;
  /** Scores at or under it can no longer reach the tail. */
  private floor = -Infinity;

  /** @param capacity how many scores to keep, at least 1. */
  constructor(private readonly capacity: number) {
    this.scores = new Float64Array(2 * capacity);
    this.personsA = new Int32Array(2 * capacity);
    this.personsB = new Int32Array(2 * capacity);
  }

  offer(score: number, personA: number, personB: number): void {
    if (score <= this.floor) return;
    if (this.held === this.scores.length) {
      this.dropLowest();
      if (score <= this.floor) return;
    }
    this.set(this.held++, score, personA, personB);
  }

  finish(): ScoreTail {
    if (this.held > this.capacity) this.dropLowest();
    const order = new Uint32Array(this.held).map((_, k) => k);
    order.sort((left, right) => this.scores[right]! - this.scores[left]!);
    const tail = {
      scores: new Float64Array(order.length),
      personsA: new Int32Array(order.length),
      personsB: new Int32Array(order.length),
    };
    order.forEach((from, to) => {
      tail.scores[to] = this.scores[from]!;
      tail.personsA[to] = this.personsA[from]!;
      tail.personsB[to] = this.personsB[from]!;
    });
    return tail;
  }

  private dropLowest(): void {
    const rising = this.scores.slice(0, this.held).sort();
    this.floor = rising[this.held - this.capacity]!;
    let equalsToKeep = 0;
    while (equalsToKeep < this.capacity && rising[this.held - this.capacity + equalsToKeep] === this.floor) {
      equalsToKeep++;
    }
    let kept = 0;
    for (let k = 0; k < this.held; k++) {
      const score = this.scores[k]!;
      if (score < this.floor || (score === this.floor && equalsToKeep-- <= 0)) continue;
      this.set(kept++, score, this.personsA[k]!, this.personsB[k]!);
    }
    this.held = kept;
  }

  private set(at: number, score: number, personA: number, personB: number): void {
    this.scores[at] = score;
    this.personsA[at] = personA;
    this.personsB[at] = personB;
  }
}
