import { expect, test } from 'vitest';
import { compare, featureLength, toFeatures } from '../features.js';
import { fnmrAtFmr, type FnmrQuestion } from './fnmr-at-fmr.js';
import { exhaustiveNonMatedScores, listedNonMatedScores, type NonMatedPair } from './non-mated-scores.js';
import { drawPeople, quantile, seededRandom } from './person-bootstrap.js';

const people = 12;
const random = seededRandom(42);
const mated = Array.from({ length: 40 }, (_, k) => ({ score: -0.3 - 0.4 * random(), person: k % people }));
const nonMatedPairs: NonMatedPair[] = Array.from({ length: 400 }, (_, k) => {
  const personA = k % people;
  const personB = (personA + 1 + Math.floor(random() * (people - 1))) % people;
  return { score: -0.5 - 0.5 * random(), personA, personB };
});
const question: FnmrQuestion = {
  mated,
  nonMated: listedNonMatedScores(nonMatedPairs),
  people,
  fmrs: [0.1, 0.01],
};

/** The definition taken literally: every candidate threshold is tried against every weighted pair. */
function bruteForceFnmr(fmr: number, weights: Int32Array): number | null {
  const weighted = nonMatedPairs.map(({ score, personA, personB }) => ({
    score,
    weight: weights[personA]! * weights[personB]!,
  }));
  const total = weighted.reduce((sum, { weight }) => sum + weight, 0);
  const matedTotal = mated.reduce((sum, { person }) => sum + weights[person]!, 0);
  if (total === 0 || matedTotal === 0) return null;
  const fmrOf = (isMatch: (score: number) => boolean): number =>
    weighted.reduce((sum, { score, weight }) => sum + (isMatch(score) ? weight : 0), 0) / total;
  // A pair is missed where accepting its score, and all above it, would let through more than allowed.
  const missed = mated.filter((pair) => fmrOf((score) => score >= pair.score) > fmr);
  return missed.reduce((sum, { person }) => sum + weights[person]!, 0) / matedTotal;
}

test('the value is that of the definition taken literally', () => {
  const everyone = new Int32Array(people).fill(1);
  for (const row of fnmrAtFmr(question)) expect(row.value).toBe(bruteForceFnmr(row.fmr, everyone));
});

test('the interval is that of a bootstrap over people that recomputes everything for each draw', () => {
  const rows = fnmrAtFmr({ ...question, replicates: 300, seed: 7 });
  for (const row of rows) {
    const next = seededRandom(7);
    const replicates: number[] = [];
    while (replicates.length < 300) {
      const value = bruteForceFnmr(row.fmr, drawPeople(people, next));
      if (value !== null) replicates.push(value);
    }
    const sorted = Float64Array.from(replicates).sort();
    expect([row.low, row.high]).toEqual([quantile(sorted, 0.025), quantile(sorted, 0.975)]);
    expect(row.low).toBeLessThan(row.value!);
    expect(row.high).toBeGreaterThan(row.value!);
  }
});

test('a hand-worked case: 2 of 10 strangers may pass, and 1 of 4 mated pairs falls to the third', () => {
  const strangers = [-0.2, -0.3, -0.4, -0.5, -0.6, -0.7, -0.8, -0.9, -1, -1.1];
  const [row] = fnmrAtFmr({
    mated: [-0.1, -0.35, -0.39, -0.4].map((score, person) => ({ score, person })),
    nonMated: listedNonMatedScores(strangers.map((score) => ({ score, personA: 0, personB: 1 }))),
    people: 4,
    fmrs: [0.2],
  });
  expect(row).toMatchObject({ value: 0.25, supported: true });
  expect(row!.threshold).toBeCloseTo(-0.4, 12);
  expect(row!.threshold).toBeGreaterThan(-0.4);
});

test('the same seed gives the same interval, and another seed another one', () => {
  expect(fnmrAtFmr({ ...question, seed: 3 })).toEqual(fnmrAtFmr({ ...question, seed: 3 }));
  expect(fnmrAtFmr({ ...question, seed: 3 })).not.toEqual(fnmrAtFmr({ ...question, seed: 4 }));
});

test('an FMR that so few non-mated pairs cannot tell has no value, and says why', () => {
  const [at2, at3] = fnmrAtFmr({ ...question, fmrs: [1e-2, 1e-3] });
  expect(at2!.supported).toBe(true);
  expect(at3).toEqual({
    fmr: 1e-3,
    value: null,
    low: null,
    high: null,
    threshold: null,
    supported: false,
    reason: 'an FMR of 1e-3 needs at least 1000 non-mated pairs; there are 400',
  });
});

test('no mated pairs at all is no FNMR of zero', () => {
  expect(fnmrAtFmr({ ...question, mated: [], fmrs: [0.1] })[0]).toMatchObject({
    value: null,
    reason: 'there are no mated pairs',
  });
});

test('no miss among few people leaves an upper bound, not certainty', () => {
  const sure = mated.map((pair) => ({ ...pair, score: 0 }));
  const [row] = fnmrAtFmr({ ...question, mated: sure, fmrs: [0.1] });
  expect(row).toMatchObject({ value: 0, low: 0 });
  expect(row!.high).toBeCloseTo(1 - 0.05 ** (1 / people), 12);
});

test('all pairs of pictures give what the same pairs give when they are listed', () => {
  const pictures = Array.from({ length: 30 }, (_, at) => ({
    person: at % 9,
    features: toFeatures(new Float32Array(featureLength).map(() => random() / 10)),
  }));
  const listed = pictures.flatMap((left, at) =>
    pictures
      .slice(at + 1)
      .filter((right) => right.person !== left.person)
      .map((right) => ({
        score: compare(left.features, right.features),
        personA: left.person,
        personB: right.person,
      })),
  );
  const few = { mated: mated.filter(({ person }) => person < 9), people: 9, fmrs: [0.01, 0.1] };
  const exhaustive = exhaustiveNonMatedScores(pictures);
  expect(exhaustive.count).toBe(listed.length);
  expect(fnmrAtFmr({ ...few, nonMated: exhaustive })).toEqual(
    fnmrAtFmr({ ...few, nonMated: listedNonMatedScores(listed) }),
  );
});

test('a tail that proves too short for a draw is asked for again, longer, with the same result', () => {
  const whole = listedNonMatedScores(nonMatedPairs);
  const asked: number[] = [];
  const short = {
    ...whole,
    tail: (size: number) => {
      asked.push(size);
      return whole.tail(asked.length === 1 ? 5 : size);
    },
  };
  expect(fnmrAtFmr({ ...question, nonMated: short })).toEqual(fnmrAtFmr(question));
  expect(asked.slice(1, 3)).toEqual([10, 20]);
});
