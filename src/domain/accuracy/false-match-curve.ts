/** Intervals of the false match rate at many scores at once, by one bootstrap over people (Bolle et al. 2004), draw by draw. */
import type { NonMatedTail } from '../calibration.js';
import { drawPeople, quantile, seededRandom } from './person-bootstrap.js';

/** Enough for the ends of a 95 % interval that is drawn. */
const replicates = 200;

export class FalseMatchCurve {
  readonly #rates: Float64Array[];
  readonly #random = seededRandom(1);
  #drawn = 0;

  /** @param points scores, falling; those below the tail are taken for its end */
  constructor(
    private readonly data: NonMatedTail,
    private readonly people: number,
    private readonly points: readonly number[],
  ) {
    this.#rates = points.map(() => new Float64Array(replicates));
  }

  get isDone(): boolean {
    return this.points.length === 0 || this.#drawn === replicates;
  }

  /** Draws everybody once more: some milliseconds for a tail of 200,000 pairs. */
  draw(): void {
    const { scores, personsA, personsB } = this.data.tail;
    const drawn = drawPeople(this.people, this.#random);
    let [weight, pair] = [0, 0];
    for (const [index, point] of this.points.entries()) {
      for (; pair < scores.length && scores[pair]! > point; pair++)
        weight += drawn[personsA[pair]!]! * drawn[personsB[pair]!]!;
      this.#rates[index]![this.#drawn] = weight / this.data.comparisons;
    }
    this.#drawn++;
  }

  /** For each point; where nothing lies above, three in as many as there are people bounds it (the rule of three). */
  intervals(): { readonly low: number; readonly high: number }[] {
    const found = this.#rates.map((rates) => {
      const sorted = rates.slice(0, this.#drawn).sort();
      const high = sorted.at(-1) === 0 ? Math.min(1, 3 / this.people) : quantile(sorted, 0.975);
      return { low: quantile(sorted, 0.025), high: Math.min(1, high) };
    });
    // No stricter line lets more strangers pass, so what bounds a laxer one bounds it too.
    let bound = 1;
    for (const interval of found.reverse()) {
      bound = Math.min(bound, interval.high);
      interval.high = bound;
    }
    return found.reverse();
  }
}
