/** How figures are taken and told: rounds that alternate, medians with their range, percentiles. */

/**
 * Measures every contestant once a round, in turn and back again, so that whatever else the machine does meets them all.
 * One round before the counted ones warms up.
 */
export async function alternate<Name extends string, Figure>(
  rounds: number,
  contestants: Readonly<Record<Name, () => Figure | Promise<Figure>>>,
): Promise<Record<Name, Figure[]>> {
  const names = Object.keys(contestants) as Name[];
  const figures = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Figure[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const figure = await contestants[name]();
      if (round > 0) figures[name].push(figure);
    }
  }
  return figures;
}

/** Milliseconds that the work took. */
export async function timeMs(work: () => unknown): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}

/** @param share 0 to 1; by the nearest rank, of at least one figure. */
export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const figure = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (figure === undefined) throw new RangeError('there is nothing to take a percentile of');
  return figure;
}

export const median = (figures: readonly number[]): number => percentile(figures, 0.5);

/** "12.3 (11.0-15.2)" */
export function spread(figures: readonly number[]): string {
  return `${figureText(median(figures))} (${figureText(Math.min(...figures))}-${figureText(Math.max(...figures))})`;
}

/** Three digits that count, none of them lost before the point; thousands are set apart. */
export function figureText(value: number): string {
  const digits = value === 0 ? 0 : Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(Math.abs(value)))));
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** "3.1x": how many times the first the second's median is. */
export function ratio(one: readonly number[], other: readonly number[]): string {
  const times = median(other) / median(one);
  return `${times.toFixed(times >= 10 ? 0 : times >= 1 ? 1 : 2)}x`;
}
