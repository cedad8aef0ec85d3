import { expect, test } from 'vitest';
import { ScoreCounter, sharesAbove } from './score-histogram.js';

test('scores are counted by bin, those beyond the ends at the ends, and shares fall from one', () => {
  const counter = new ScoreCounter();
  for (const score of [-5, -0.799, 0.001, 0.019, 0.021, 7]) counter.add(score);
  const histogram = counter.finish();
  const at = (score: number) => histogram.counts[Math.round((score - histogram.from) / histogram.width)];
  expect([at(-0.8), at(0), at(0.02), histogram.counts.at(-1)]).toEqual([2, 2, 1, 1]);
  const shares = new Map(sharesAbove(histogram));
  expect([shares.get(-0.8), shares.get(0), shares.get(0.02), shares.get(0.04)]).toEqual([
    1,
    4 / 6,
    2 / 6,
    1 / 6,
  ]);
  expect(sharesAbove(new ScoreCounter().finish())[0]).toEqual([-0.8, 0]);
});
