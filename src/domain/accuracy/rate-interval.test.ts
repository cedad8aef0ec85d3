import { expect, test } from 'vitest';
import { drawPeople, quantile, seededRandom } from './person-bootstrap.js';
import { PairTrials, PersonTrials } from './rate-interval.js';

test('a rate counts errors, trials and people; its interval redraws people with all their trials', () => {
  const trials = new PersonTrials(5);
  const errorsOf = [2, 0, 0, 1];
  errorsOf.forEach((errors, person) => {
    for (let k = 0; k < 4; k++) trials.add(person, k < errors ? 'error' : 'right');
  });
  const rate = trials.rate();
  expect(rate).toMatchObject({ value: 3 / 16, errors: 3, count: 16, people: 4 });
  const random = seededRandom(1);
  const drawn: number[] = [];
  while (drawn.length < 1000) {
    const weights = drawPeople(5, random);
    const total = errorsOf.reduce((sum, _, person) => sum + 4 * weights[person]!, 0);
    const errors = errorsOf.reduce((sum, own, person) => sum + own * weights[person]!, 0);
    if (total > 0) drawn.push(errors / total);
  }
  const sorted = Float64Array.from(drawn).sort();
  expect([rate.low, rate.high]).toEqual([quantile(sorted, 0.025), quantile(sorted, 0.975)]);
});

test('no error among few people leaves an upper bound, and nothing but errors a lower one', () => {
  const [none, all] = [new PersonTrials(10), new PersonTrials(10)];
  for (let person = 0; person < 10; person++) {
    none.add(person, 'right');
    all.add(person, 'error');
  }
  // The exact rule of 3: 1 - 0.05^(1/10).
  expect(none.rate()).toMatchObject({ value: 0, low: 0 });
  expect(none.rate().high).toBeCloseTo(0.2589, 4);
  expect(all.rate().low).toBeCloseTo(0.7411, 4);
});

test('nothing tried is no rate of zero', () => {
  expect(new PersonTrials(3).rate()).toMatchObject({ value: null, low: null, high: null, count: 0 });
  expect(new PairTrials(3).rate()).toMatchObject({ value: null, low: null, high: null, count: 0 });
});

test('pairs of people get an interval close to one that redraws both people of every pair', () => {
  const people = 60;
  const random = seededRandom(8);
  const pairs: { a: number; b: number; match: boolean }[] = [];
  for (let a = 0; a < people; a++) {
    for (let b = a + 1; b < people; b++) pairs.push({ a, b, match: random() < (a < 6 ? 0.2 : 0.02) });
  }
  const trials = new PairTrials(people);
  for (const { a, b, match } of pairs) trials.add(a, b, match ? 'error' : 'right');
  const redraw = seededRandom(1);
  const drawn = Float64Array.from({ length: 1000 }, () => {
    const weights = drawPeople(people, redraw);
    const weigh = (of: typeof pairs) => of.reduce((sum, { a, b }) => sum + weights[a]! * weights[b]!, 0);
    return weigh(pairs.filter(({ match }) => match)) / weigh(pairs);
  }).sort();
  const rate = trials.rate();
  expect(rate).toMatchObject({ count: 1770, people });
  expect(rate.low).toBeCloseTo(quantile(drawn, 0.025), 2);
  expect(rate.high).toBeCloseTo(quantile(drawn, 0.975), 2);
});
