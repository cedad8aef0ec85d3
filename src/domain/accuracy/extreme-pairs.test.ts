import { expect, test } from 'vitest';
import { ExtremePairs } from './extreme-pairs.js';

const persons = Int32Array.from([0, 0, 1, 1, 2, 3]);

test('keeps the most extreme pairs, the most extreme first, and one of each two people', () => {
  const best = new ExtremePairs(2, persons, 'highest');
  best.offer(0, 2, -0.5);
  best.offer(4, 5, -0.6);
  best.offer(1, 3, -0.4);
  best.offer(0, 3, -0.45);
  best.offer(2, 4, -0.7);
  expect(best.list()).toEqual([
    { a: 1, b: 3, score: -0.4 },
    { a: 4, b: 5, score: -0.6 },
  ]);
});

test('keeps the lowest where those are wanted', () => {
  const worst = new ExtremePairs(1, persons, 'lowest');
  worst.offer(0, 1, -0.3);
  worst.offer(2, 3, -0.9);
  worst.offer(0, 1, -0.8);
  expect(worst.list()).toEqual([{ a: 2, b: 3, score: -0.9 }]);
});
