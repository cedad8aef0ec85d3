/**
 * Error rates of presentation attack detection as ISO/IEC 30107-3 counts them, with exact intervals, since the numbers are
 * small: APCER for each species of attack instrument, never an average over them, and BPCER.
 */

export interface Proportion {
  readonly errors: number;
  readonly count: number;
  /** 0 to 1; null where nothing was tried. */
  readonly value: number | null;
  /** Ends of the exact 95 % interval (Clopper and Pearson 1934); with no error among n the upper end is near 3.7 / n. */
  readonly low: number;
  readonly high: number;
}

export function proportion(errors: number, count: number): Proportion {
  if (count === 0) return { errors, count, value: null, low: 0, high: 1 };
  return {
    errors,
    count,
    value: errors / count,
    low: errors === 0 ? 0 : solveFor((p) => atLeast(errors, count, p) - 0.025),
    high: errors === count ? 1 : solveFor((p) => 0.025 - atMost(errors, count, p)),
  };
}

/** Share of live faces that are taken for attacks (BPCER). */
export function bonaFideErrorRate(strengths: readonly number[], bar: number): Proportion {
  return proportion(strengths.filter((strength) => strength >= bar).length, strengths.length);
}

/** Share of attacks of one species that are taken for live faces (APCER). */
export function attackErrorRate(strengths: readonly number[], bar: number): Proportion {
  return proportion(strengths.filter((strength) => strength < bar).length, strengths.length);
}

/**
 * The lowest bar at which no more than this share of the live faces would be taken for attacks, a little above the face
 * that decides; null where there are no live faces.
 */
export function barFor(liveStrengths: readonly number[], maxBpcer: number): number | null {
  const sorted = liveStrengths.toSorted((a, b) => b - a);
  const deciding = sorted[Math.floor(maxBpcer * sorted.length)];
  return deciding === undefined ? null : Math.ceil(deciding * 100 + 1) / 100;
}

function atMost(errors: number, count: number, p: number): number {
  let sum = 0;
  for (let k = 0; k <= errors; k++) sum += Math.exp(logProbability(k, count, p));
  return sum;
}

function atLeast(errors: number, count: number, p: number): number {
  return 1 - atMost(errors - 1, count, p);
}

/** Logarithm of the binomial probability of k in n. */
function logProbability(k: number, n: number, p: number): number {
  let log = k * Math.log(p) + (n - k) * Math.log(1 - p);
  for (let i = 1; i <= k; i++) log += Math.log((n - k + i) / i);
  return log;
}

/** Where a rising function of p is zero, by bisection. */
function solveFor(rising: (p: number) => number): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
