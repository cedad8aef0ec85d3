/** Rates and counts as the report's readers know them. Number and sign stay on one line. */

/** "3.68 %"; more digits where the rate is small, so that no two rates of the report look equal for lack of them. */
export function percent(share: number): string {
  return `${digits(share)}\u00a0%`;
}

/** "0.1 %", for round rates. */
export function shortPercent(share: number): string {
  return `${Number((100 * share).toPrecision(2))}\u00a0%`;
}

/** "2.53 – 4.80 %". */
export function interval({ low, high }: { low: number | null; high: number | null }): string {
  return low === null || high === null ? '' : `${digits(low)}\u00a0–\u00a0${percent(high)}`;
}

/** "1 in 27". */
export function oneIn(share: number): string {
  if (share === 0) return 'none';
  return `1 in ${count(share > 0.1 ? Number((1 / share).toFixed(1)) : Math.round(1 / share))}`;
}

export function count(value: number): string {
  return value.toLocaleString('en');
}

function digits(share: number): string {
  const value = 100 * share;
  if (value === 0 || value === 100) return String(value);
  return value >= 10 ? value.toFixed(1) : value >= 0.1 ? value.toFixed(2) : value.toPrecision(2);
}
