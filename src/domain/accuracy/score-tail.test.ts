import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ScoreTail, ScoreTailCollector } from './score-tail.js';

function collect(scores: readonly number[], capacity: number): ScoreTail {
  const collector = new ScoreTailCollector(capacity);
  scores.forEach((score, at) => collector.offer(score, at, 1000 - at));
  return collector.finish();
}

test('keeps the highest scores in falling order, whatever the order and the ties of the stream', () => {
  const scores = fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 200 });
  fc.assert(
    fc.property(scores, fc.integer({ min: 1, max: 20 }), (stream, capacity) => {
      const expected = [...stream].sort((a, b) => b - a).slice(0, capacity);
      expect([...collect(stream, capacity).scores]).toEqual(expected);
    }),
  );
});

test('keeps each score with its own people, and none twice', () => {
  const stream = Array.from({ length: 500 }, (_, at) => -((at * 7919) % 101));
  const tail = collect(stream, 40);
  tail.scores.forEach((score, k) => expect(stream[tail.personsA[k]!]).toBe(score));
  expect([...tail.personsB]).toEqual([...tail.personsA].map((person) => 1000 - person));
  expect(new Set(tail.personsA).size).toBe(40);
});
