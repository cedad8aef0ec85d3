/**
 * Labeled Faces in the Wild, folds 1 to 4 of the official View 2: the error rates that docs/accuracy.md states must not rise,
 * and a line that is drawn on some people of it keeps its rate for the others.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PersonFeatures } from '../../src/domain/accuracy/non-mated-scores.js';
import { readEvaluationInput } from '../../src/services/evaluation-input.js';
import { acquirePictures } from '../../src/services/picture-acquisition.js';
import { testData } from '../requirement.js';
import { openRealEngine } from '../vision/real-engine.js';
import { tryCalibration } from './calibration-trial.js';
import { evaluateAll, evaluationTimeoutMs } from './evaluating.js';

const folder = testData('lfw-dev');
const targetFmr = 1e-3;
/** Each draws other people. */
const seeds = [1, 2, 3];

describe.skipIf(folder === undefined)('LFW', () => {
  const imagesFolder = join(folder ?? '', 'images');
  const pairsFile = join(folder ?? '', 'pairs.csv');
  let work: string;
  let featureFile: string;
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'facedesk-lfw-'));
    featureFile = join(work, 'features');
  });
  afterAll(() => rmSync(work, { recursive: true }));

  test(
    'accuracy, FNMR at low FMR and failure to acquire stay at least as good as they are',
    async () => {
      const { raw, normalised, normalisedPairExcluded, failureToAcquire } = await evaluateAll('LFW', {
        imagesFolder,
        pairsFile,
        featureFile,
      });
      expect(failureToAcquire).toMatchObject({ rate: 0, files: [] });
      expect(raw.accuracy10Fold).toBeGreaterThanOrEqual(0.99);
      // Measured: 5.3 and 16.6 % raw; 3.3, 8.8 and 16.6 % normalised; 3.6 and 10.7 % where the stranger is not enrolled.
      expect(raw.fnmrAtFmr['1e-3'].value).toBeLessThanOrEqual(0.055);
      expect(raw.fnmrAtFmr['1e-4'].value).toBeLessThanOrEqual(0.17);
      expect(normalised.fnmrAtFmr['1e-3'].value).toBeLessThanOrEqual(0.038);
      expect(normalised.fnmrAtFmr['1e-4'].value).toBeLessThanOrEqual(0.09);
      expect(normalised.fnmrAtFmr['1e-5'].value).toBeLessThanOrEqual(0.18);
      expect(normalisedPairExcluded.fnmrAtFmr['1e-3'].value).toBeLessThanOrEqual(0.04);
      expect(normalisedPairExcluded.fnmrAtFmr['1e-4'].value).toBeLessThanOrEqual(0.115);
    },
    evaluationTimeoutMs,
  );

  test(
    'a line drawn on 100 to 1,500 people keeps 1 in 1,000 for everybody else within a factor of two',
    async () => {
      const { pictures, prior } = await labelledFeatures();
      for (const people of [100, 300, 1000, 1500]) {
        const multiples: number[] = [];
        for (const seed of seeds) {
          const trial = await tryCalibration({ pictures, people, targetFmr, prior, seed });
          expect(trial.basis).toBe('gallery');
          multiples.push(trial.observedFmr / targetFmr);
        }
        console.log(
          `${people} people: ${multiples.map((x) => x.toFixed(2)).join(', ')} of the promised rate`,
        );
        const median = multiples.toSorted((a, b) => a - b)[1];
        expect(median).toBeGreaterThan(0.5);
        expect(median).toBeLessThan(2);
      }
    },
    evaluationTimeoutMs,
  );

  async function labelledFeatures() {
    const vision = await openRealEngine(2);
    try {
      const { pictures } = await readEvaluationInput(imagesFolder, pairsFile);
      const { featuresOf } = await acquirePictures(vision, { imagesFolder, pictures, featureFile });
      const numbers = new Map<string, number>();
      const labelled = [...featuresOf].sort().map(([picture, features]): PersonFeatures => {
        const name = dirname(picture);
        if (!numbers.has(name)) numbers.set(name, numbers.size);
        return { person: numbers.get(name)!, features };
      });
      return { pictures: labelled, prior: vision.prior };
    } finally {
      await vision.close();
    }
  }
});
