import { describe, expect, it } from 'vitest';
import { seededRandom } from './accuracy/person-bootstrap.js';
import {
  falseMatchRate,
  fmrForSearch,
  type GalleryScores,
  operatingPoint,
  peopleNeeded,
  rateAtScore,
  scoreAtRate,
} from './calibration.js';
import { dlibPrior, priorScoreAt } from './model-prior.js';

/** Scores of an exponential tail: the share above x is exp(-x / 0.05). */
function exponential(comparisons: number, seed: number): GalleryScores {
  const random = seededRandom(seed);
  const scores = Float64Array.from({ length: comparisons }, () => -0.05 * Math.log(1 - random()))
    .sort()
    .reverse();
  const kept = scores.slice(0, Math.ceil(comparisons / 10));
  const people = Math.ceil(Math.sqrt(2 * comparisons));
  const persons = () => Int32Array.from(kept, () => Math.floor(random() * people));
  return {
    tail: { scores: kept, personsA: persons(), personsB: persons() },
    comparisons,
    meanStrangersMean: dlibPrior.typicalStrangersMean,
  };
}

const exactScore = (rate: number) => -0.05 * Math.log(rate);

describe('scoreAtRate', () => {
  it('reads the score where the data reach: exactly the wanted share lies above', () => {
    const data = exponential(100_000, 1);
    const score = scoreAtRate(data, 1e-3);
    expect(data.tail.scores.filter((one) => one > score)).toHaveLength(100);
  });

  it('goes on beyond the data as the tail does: within a factor of two of the true rate for a tenth of the data', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const score = scoreAtRate(exponential(45_000, seed), 1e-4);
      const trueRate = Math.exp(-score / 0.05);
      expect(trueRate / 1e-4).toBeGreaterThan(0.4);
      expect(trueRate / 1e-4).toBeLessThan(2.5);
    }
  });

  it('falls as the rate rises', () => {
    const data = exponential(20_000, 9);
    const scores = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2].map((rate) => scoreAtRate(data, rate));
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  });
});

describe('rateAtScore', () => {
  it('is the inverse of scoreAtRate, inside the data and beyond them', () => {
    const data = exponential(100_000, 3);
    for (const rate of [1e-2, 1e-3, 1e-4, 1e-5]) {
      const back = rateAtScore(data, scoreAtRate(data, rate));
      expect(back / rate).toBeGreaterThan(0.5);
      expect(back / rate).toBeLessThan(2);
    }
    expect(rateAtScore(data, 10)).toBeLessThan(1e-9);
  });
});

describe('operatingPoint', () => {
  const parts = (people: number, targetFmr = 1e-3) => ({ people, targetFmr, prior: dlibPrior });

  it("is the model's own figure without a gallery, and the gallery's where it is large enough", () => {
    const ofModel = priorScoreAt(dlibPrior, 1e-3) - dlibPrior.typicalStrangersMean;
    expect(operatingPoint(null, parts(0))).toMatchObject({ threshold: ofModel, basis: 'model' });
    const data = exponential(4950, 4);
    expect(operatingPoint(data, parts(100))).toMatchObject({
      threshold: scoreAtRate(data, 1e-3),
      basis: 'gallery',
    });
  });

  it("is in between no laxer than the model's figure by itself, however lax the gallery's", () => {
    const ofModel = operatingPoint(null, parts(0)).threshold;
    const lax = { ...exponential(2000, 5) };
    lax.tail = { ...lax.tail, scores: lax.tail.scores.map((score) => score - 5) };
    const between = operatingPoint(lax, parts(60));
    expect(between.basis).toBe('gallery and model');
    expect(scoreAtRate(lax, 1e-3)).toBeLessThan(ofModel);
    expect(between.threshold).toBeGreaterThan(0.2 * scoreAtRate(lax, 1e-3) + 0.8 * ofModel - 1e-9);
    expect(operatingPoint(lax, parts(50)).threshold).toBe(ofModel);
  });

  it("is higher by what is taken off less than the model's typical strangers would take, and never lower", () => {
    const few = exponential(500, 4);
    const typical = dlibPrior.typicalStrangersMean;
    const ofModel = operatingPoint(few, parts(0)).threshold;
    const takingOff = (meanStrangersMean: number) =>
      operatingPoint({ ...few, meanStrangersMean }, parts(0)).threshold;
    expect(takingOff(typical - 0.05)).toBeCloseTo(ofModel + 0.05, 12);
    expect(takingOff(typical + 0.05)).toBe(ofModel);
  });

  it('moves by little when one person is added', () => {
    const data = exponential(4000, 6);
    for (let people = 1; people < 130; people++) {
      const step =
        operatingPoint(data, parts(people + 1)).threshold - operatingPoint(data, parts(people)).threshold;
      expect(Math.abs(step)).toBeLessThan(0.02);
    }
  });

  it('takes a stricter gallery seriously from the first people on', () => {
    const strict = exponential(500, 6);
    const ofModel = operatingPoint(null, parts(0)).threshold;
    expect(scoreAtRate(strict, 1e-3)).toBeGreaterThan(ofModel);
    expect(operatingPoint(strict, parts(25)).threshold).toBeGreaterThan(
      ofModel + 0.4 * (scoreAtRate(strict, 1e-3) - ofModel),
    );
  });

  it('is a number, and near the model, for a gallery of one photo under many ids', () => {
    const scores = new Float64Array(50).fill(0.2);
    const persons = new Int32Array(50);
    const tail = { scores, personsA: persons, personsB: persons };
    const data = { tail, comparisons: 500, meanStrangersMean: dlibPrior.typicalStrangersMean };
    const ofModel = operatingPoint(null, parts(0)).threshold;
    const { threshold, uncertainFrom, basis } = operatingPoint(data, parts(500));
    expect(basis).toBe('gallery and model');
    expect(threshold).toBeGreaterThanOrEqual(Math.min(ofModel, 0.2));
    expect(threshold).toBeLessThanOrEqual(Math.max(ofModel, 0.2));
    expect(uncertainFrom).toBeLessThanOrEqual(threshold);
    expect(rateAtScore(data, 0.3)).toBe(0);
  });

  it('leaves room for uncertainty under the threshold, up to ten times the rate', () => {
    const data = exponential(100_000, 7);
    const { threshold, uncertainFrom } = operatingPoint(data, parts(500, 1e-3));
    expect(threshold - uncertainFrom).toBeCloseTo(exactScore(1e-3) - exactScore(1e-2), 1);
  });

  it('needs more people for a rarer false match', () => {
    expect(peopleNeeded(1e-3)).toBe(100);
    expect(peopleNeeded(1e-4)).toBe(317);
  });
});

describe('falseMatchRate', () => {
  it('has the rate inside its interval, and an interval that is no point', () => {
    const data = exponential(20_000, 8);
    const { value, low, high } = falseMatchRate(data, exactScore(1e-2), 200);
    expect(low).toBeLessThan(value);
    expect(high).toBeGreaterThan(value);
    expect(low).toBeLessThan(1e-2);
    expect(high).toBeGreaterThan(1e-2);
  });

  it('bounds what was never seen by three in as many as there are people', () => {
    expect(falseMatchRate(exponential(1000, 2), 100, 45).high).toBeCloseTo(3 / 45);
  });
});

it('asks more of each comparison, the more people are searched', () => {
  expect(fmrForSearch(1e-3, 1)).toBeCloseTo(1e-3);
  expect(fmrForSearch(1e-3, 1000)).toBeCloseTo(1e-6, 8);
});

describe('priorScoreAt', () => {
  it('reads the table and interpolates on a logarithmic scale', () => {
    for (const [fmr, score] of dlibPrior.scoreAtFmr)
      expect(priorScoreAt(dlibPrior, fmr)).toBeCloseTo(score, 9);
    expect(priorScoreAt(dlibPrior, Math.sqrt(1e-3 * 1e-4))).toBeCloseTo((-0.3675 - 0.3297) / 2, 9);
    expect(priorScoreAt(dlibPrior, 1e-7)).toBeGreaterThan(dlibPrior.scoreAtFmr.at(-1)![1]);
    expect(priorScoreAt(dlibPrior, 0.5)).toBeLessThan(dlibPrior.scoreAtFmr[0]![1]);
  });
});
