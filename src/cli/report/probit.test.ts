import { expect, test } from 'vitest';
import { probit } from './probit.js';

test.each([
  [0.5, 0],
  [0.975, 1.959963985],
  [0.025, -1.959963985],
  [0.01, -2.326347874],
  [1e-3, -3.090232306],
  [1e-5, -4.264890794],
  [1 - 1e-3, 3.090232306],
])('the quantile of the standard normal distribution at %d is %d', (share, z) => {
  expect(probit(share)).toBeCloseTo(z, 7);
});
