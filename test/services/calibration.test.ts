/** The line is drawn for the people who are enrolled: measured, kept, renewed, and held against strangers nobody enrolled. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/domain/accuracy/person-bootstrap.js';
import { decide } from '../../src/domain/decision.js';
import { featureLength, toFeatures, type Features } from '../../src/domain/features.js';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import { dlibPrior } from '../../src/domain/model-prior.js';
import { createExactGallery, type Gallery } from '../../src/gallery/index.js';
import { createLogger } from '../../src/observability/logger.js';
import { createCalibration, estimatedFmr, type Calibration } from '../../src/services/calibration.js';
import { createGalleryFollower } from '../../src/services/gallery-follower.js';
import { nonMatedScores } from '../../src/services/non-mated-scores.js';
import { openStore, type Store } from '../../src/store/index.js';
import { testKeys } from '../contract/test-keys.js';

const prior = { ...dlibPrior, typicalStrangersMean: -1.2, sameFaceScore: -0.05 };
const vision = { modelId: 'model-under-test', prior };

/** Faces of a made-up population: a few thousand would all differ in these directions. */
function population(seed: number): () => Features {
  const random = seededRandom(seed);
  const gauss = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return () => toFeatures(Float32Array.from({ length: featureLength }, (_, i) => gauss() * 0.6 * 0.93 ** i));
}

let folder: string;
let store: Store;
let gallery: Gallery;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'facedesk-calibration-'));
  store = await openStore({ url: `sqlite:${join(folder, 'desk.sqlite')}`, keys: testKeys });
  gallery = createExactGallery();
});
afterEach(async () => {
  await store.close();
  await rm(folder, { recursive: true });
});

function calibrationFor(targetFmr: number): Calibration {
  return createCalibration({
    store,
    gallery,
    vision,
    targetFmr,
    log: createLogger({ level: 'silent' }),
  });
}

function enrolled(count: number, draw: () => Features): void {
  gallery.addAll(
    Array.from({ length: count }, (_, i) => ({ templateNo: i + 1, subjectNo: i + 1, features: draw() })),
  );
}

it('tells how rightful people score where some are enrolled with several photos, of which the gallery makes one reference', async () => {
  const draw = population(3);
  for (let subjectNo = 1; subjectNo <= 30; subjectNo++) {
    const photos = Array.from({ length: subjectNo <= 5 ? 2 : 1 }, () => ({ features: draw() }));
    await store.enrol({ ...vision, subjectId: parseSubjectId(`person-${subjectNo}`), photos });
  }
  const follower = createGalleryFollower({
    store,
    gallery,
    vision: { ...vision, ready: () => Promise.resolve() },
  });
  await follower.catchUp();
  expect(gallery.templateCount).toBe(30);
  const { charts } = (await calibrationFor(1e-2).measure()).record;
  expect(charts).toMatchObject({ refusals: { people: 5, photos: 10 } });
  expect(charts?.mated).not.toBeNull();
  // Scores fall: no stricter line may have a higher bound.
  const bounds = charts!.curve.map(({ high }) => high);
  expect(bounds).toEqual(bounds.toSorted((a, b) => a - b));
});

describe('the line', () => {
  it.each([
    [150, 1e-2],
    [400, 1e-3],
  ])(
    'drawn on %i people keeps a rate of %d for strangers who are not enrolled, within a factor of two',
    async (people, targetFmr) => {
      const draw = population(5);
      enrolled(people, draw);
      const { record } = await calibrationFor(targetFmr).measure();
      expect(record.basis).toBe('gallery');
      let passed = 0;
      const strangers = 400;
      for (let i = 0; i < strangers; i++) {
        const probe = draw();
        const nearest = gallery.search(probe, 13);
        for (let subjectNo = 1; subjectNo <= people; subjectNo += 7) {
          const own = gallery.scoreOf(subjectNo, probe)!;
          const referenceStrangers = gallery.strangersOf(own.templateNo, subjectNo);
          const comparison = { own, nearest, referenceStrangers, people };
          const { scores } = decide({
            claimed: { subjectNo, enrolled: true },
            comparison,
            policy: { ...record, margin: 0, marginOver: new Map(), prior },
          });
          if (scores!.normalisedScore > record.threshold) passed++;
        }
      }
      const observed = passed / (strangers * Math.ceil(people / 7));
      expect(observed / targetFmr).toBeGreaterThan(0.5);
      expect(observed / targetFmr).toBeLessThan(2);
      // The rate that it reports of itself covers what was observed.
      expect(record.fmr!.low).toBeLessThan(observed);
      expect(record.fmr!.high * 1.5).toBeGreaterThan(observed);
    },
    60_000,
  );

  it("is the model's while the gallery is empty, and says that it is", async () => {
    const record = await calibrationFor(1e-3).current();
    expect(record).toMatchObject({ basis: 'model', people: 0, fmr: null });
    expect(estimatedFmr(record, 0)).toBeNull();
  });

  it('is kept: another process reads it without measuring, and measures when the gallery has grown', async () => {
    const draw = population(6);
    enrolled(60, draw);
    const { record } = await calibrationFor(1e-2).measure();
    const other = calibrationFor(1e-2);
    expect(await other.current()).toEqual(record);

    gallery.addAll(
      Array.from({ length: 20 }, (_, i) => ({ templateNo: 100 + i, subjectNo: 100 + i, features: draw() })),
    );
    expect((await other.current()).people).toBe(60);
    await expect.poll(async () => (await other.current()).people, { timeout: 15_000 }).toBe(80);
    expect(JSON.parse((await store.calibration.read(vision.modelId))!)).toMatchObject({ people: 80 });
  });

  it('can be drawn: every score is in the histogram, and the curve has an interval at each of its points', async () => {
    enrolled(150, population(8));
    const { record, scores } = await calibrationFor(1e-2).measure();
    const { nonMated, mated, curve, refusals } = record.charts!;
    expect(nonMated.counts.reduce((sum, count) => sum + count, 0)).toBe(scores.comparisons);
    expect([mated, refusals]).toEqual([null, null]);
    expect(curve.map(({ score, fmr }) => [score, fmr])).toEqual(record.fmrAtScore);
    for (const { fmr, low, high } of curve.slice(10)) {
      expect(low).toBeLessThanOrEqual(fmr * 1.05);
      expect(high).toBeGreaterThanOrEqual(fmr * 0.95);
    }
    // What was kept by a version that did not draw is measured once more.
    const { charts: _, ...older } = record;
    await store.calibration.write(vision.modelId, JSON.stringify(older));
    const other = calibrationFor(1e-2);
    expect((await other.current()).charts).toBeUndefined();
    await expect.poll(async () => (await other.current()).charts, { timeout: 15_000 }).toEqual(record.charts);
  });

  it('is drawn anew for another target, whatever was kept', async () => {
    enrolled(60, population(7));
    await calibrationFor(1e-2).measure();
    expect(await calibrationFor(1e-3).current()).toMatchObject({ targetFmr: 1e-3 });
  });
});

describe('nonMatedScores', () => {
  it('sets aside those who are one person twice, and counts every other pair once', async () => {
    const draw = population(8);
    enrolled(40, draw);
    const twice = [...gallery.templates()][0]!.features.slice() as Features;
    gallery.putSubject(99, [{ templateNo: 99, subjectNo: 99, features: twice }]);
    const scores = await nonMatedScores(gallery, prior);
    expect(scores.alike).toEqual([{ subjectNos: expect.arrayContaining([1, 99]), score: -0 }]);
    expect(scores.comparisons).toBe((41 * 40) / 2 - 1);
    expect(scores.people).toBe(41);
  });

  it('gives an estimate that falls as the score rises', async () => {
    enrolled(100, population(9));
    const { record } = await calibrationFor(1e-2).measure();
    const estimates = [-1, 0, record.threshold, record.threshold + 0.2].map((score) =>
      estimatedFmr(record, score)!,
    );
    expect(estimates).toEqual(estimates.toSorted((a, b) => b - a));
    expect(estimates[2]! / 1e-2).toBeGreaterThan(0.3);
    expect(estimates[2]! / 1e-2).toBeLessThan(3);
  });
});
