/** Random numbers that can be had again: a suite logs its seed, and the same seed makes the same numbers. */

export interface SeededRandom {
  readonly seed: number;
  /** From 0 up to, but not including, the limit. */
  below(limit: number): number;
}

/** Seeded by FACEDESK_TEST_SEED, or else by the clock; Mulberry32. */
export function seededRandom(
  seed = Number(process.env['FACEDESK_TEST_SEED'] ?? Date.now() % 2 ** 31),
): SeededRandom {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { seed, below: (limit) => Math.floor(next() * limit) };
}
