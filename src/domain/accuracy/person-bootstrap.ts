/**
 * Resampling of people, for intervals that stay honest when one person is in many pairs. Deterministic: the same seed
 * gives the same draws on every machine.
 */

/** A stream of numbers in [0, 1) that depends on the seed alone (mulberry32 by Tommy Ettinger, public domain). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Draws as many people as there are, with replacement: how often each was drawn. */
export function drawPeople(people: number, random: () => number): Int32Array {
  const drawn = new Int32Array(people);
  for (let k = 0; k < people; k++) drawn[Math.floor(random() * people)]!++;
  return drawn;
}

/** The value under which a share of the sorted values lies, interpolated linearly between neighbours (Hyndman and Fan 1996, type 7). */
export function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)]!;
  const above = sorted[Math.ceil(position)]!;
  return below + (above - below) * (position - Math.floor(position));
}
