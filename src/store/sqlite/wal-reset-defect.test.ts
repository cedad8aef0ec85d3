import { expect, it } from 'vitest';
import { hasWalResetDefect } from './wal-reset-defect.js';

it.each(['3.7.0', '3.40.1', '3.44.5', '3.45.0', '3.45.1', '3.50.6', '3.51.0', '3.51.2'])(
  'refuses %s',
  (version) => {
    expect(hasWalResetDefect(version)).toBe(true);
  },
);

it.each(['3.6.23', '3.44.6', '3.44.10', '3.50.7', '3.51.3', '3.53.0', '4.0.0'])('accepts %s', (version) => {
  expect(hasWalResetDefect(version)).toBe(false);
});
