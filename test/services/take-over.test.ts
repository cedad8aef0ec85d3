import { expect, test } from 'vitest';
import { attemptTakeOvers } from './take-over.js';

/** A hundred runs take minutes; docs/accuracy.md has what they gave. */
test(
  'photos that blend from a person into somebody else, visit by visit, take over nobody',
  { timeout: 300_000 },
  async () => {
    const { runs, failed, refreshes } = await attemptTakeOvers(5, 1);
    expect(failed).toBe(runs);
    // They did get something in, and it took them nowhere.
    expect(refreshes).toBeGreaterThan(4);
  },
);
