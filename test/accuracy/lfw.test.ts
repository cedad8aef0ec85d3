/**
 * Accuracy on Labeled Faces in the Wild, folds 1 to 4 of the official View 2, must not fall: the ceilings are what this
 * engine's first trial reached, and docs/accuracy.md says what it reaches now.
 */
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testData } from '../requirement.js';
import { evaluateAll, evaluationTimeoutMs } from './evaluating.js';

const folder = testData('lfw-dev');

test.skipIf(folder === undefined)(
  'LFW: accuracy, FNMR at low FMR and failure to acquire stay at least as good as they were',
  async () => {
    const { raw, failureToAcquire } = await evaluateAll('LFW', {
      imagesFolder: join(folder!, 'images'),
      pairsFile: join(folder!, 'pairs.csv'),
    });
    expect(failureToAcquire).toMatchObject({ rate: 0, files: [] });
    expect(raw.accuracy10Fold).toBeGreaterThanOrEqual(0.989);
    expect(raw.fnmrAtFmr['1e-3'].value).toBeLessThanOrEqual(0.069);
    expect(raw.fnmrAtFmr['1e-4'].value).toBeLessThanOrEqual(0.245);
  },
  evaluationTimeoutMs,
);
