import { describe, expect, test } from 'vitest';
import { attackErrorRate, barFor, bonaFideErrorRate, proportion } from './error-rates.js';

describe('exact intervals', () => {
  // Clopper and Pearson's intervals as R's binom.test prints them.
  test.each([
    [0, 10, 0, 0.3085],
    [1, 10, 0.0025, 0.445],
    [5, 10, 0.1871, 0.8129],
    [10, 10, 0.6915, 1],
    [0, 300, 0, 0.0122],
    [3, 1000, 0.0006, 0.0087],
  ])('%i of %i', (errors, count, low, high) => {
    const rate = proportion(errors, count);
    expect(rate.value).toBe(errors / count);
    expect(rate.low).toBeCloseTo(low, 3);
    expect(rate.high).toBeCloseTo(high, 3);
  });

  test('of nothing tried nothing is known', () => {
    expect(proportion(0, 0)).toEqual({ errors: 0, count: 0, value: null, low: 0, high: 1 });
  });
});

test('a live face at the bar and an attack under it are errors', () => {
  expect(bonaFideErrorRate([0.2, 1, 1.5, 0.99], 1)).toMatchObject({ errors: 2, count: 4 });
  expect(attackErrorRate([0.2, 1, 1.5, 0.99], 1)).toMatchObject({ errors: 2, count: 4 });
});

describe('the suggested bar', () => {
  const live = [0.1, 0.2, 0.9, 0.3, 0.5];

  test('lies above every live face where none may be doubted', () => {
    const bar = barFor(live, 0)!;
    expect(bar).toBeCloseTo(0.91, 6);
    expect(bonaFideErrorRate(live, bar).errors).toBe(0);
  });

  test('gives up as many live faces as it may', () => {
    const bar = barFor(live, 0.2)!;
    expect(bonaFideErrorRate(live, bar)).toMatchObject({ errors: 1, count: 5 });
    expect(bar).toBeLessThan(0.9);
  });

  test('is not there without live faces', () => {
    expect(barFor([], 0.01)).toBeNull();
  });
});
