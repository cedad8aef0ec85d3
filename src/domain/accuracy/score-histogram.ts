/** How often scores fall into each of many narrow bins: the shape of all scores, of which a tail holds only the highest. */

export interface ScoreHistogram {
  /** Where the first bin begins. */
  readonly from: number;
  readonly width: number;
  /** Scores beyond the ends are in the bins at the ends. */
  readonly counts: readonly number[];
}

/** Normalised scores lie well within it: distances go from 0 to about 1, and what is taken off is of that size. */
const bins = { from: -0.8, width: 0.02, count: 80 } as const;

export class ScoreCounter {
  readonly #counts = new Array<number>(bins.count).fill(0);

  add(score: number): void {
    const bin = Math.floor((score - bins.from) / bins.width);
    this.#counts[Math.max(0, Math.min(bins.count - 1, bin))]!++;
  }

  finish(): ScoreHistogram {
    return { from: bins.from, width: bins.width, counts: [...this.#counts] };
  }
}

/** Where each bin begins with the share of scores that are not below it, rising. */
export function sharesAbove({ from, width, counts }: ScoreHistogram): readonly (readonly [number, number])[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  let above = total;
  return counts.map((count, bin) => {
    const share = total === 0 ? 0 : above / total;
    above -= count;
    return [Number((from + bin * width).toFixed(6)), share] as const;
  });
}
