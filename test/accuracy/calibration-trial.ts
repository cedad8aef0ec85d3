/**
 * Draws people to enrol, calibrates on them with the service's own code, and lets everybody else come to the desk: what share
 * of strangers passes, as the service decides it, beside what was promised.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../src/domain/accuracy/person-bootstrap.js';
import type { PersonFeatures } from '../../src/domain/accuracy/non-mated-scores.js';
import { decide, type Decision, type DecisionPolicy } from '../../src/domain/decision.js';
import type { Features } from '../../src/domain/features.js';
import type { ModelPrior } from '../../src/domain/model-prior.js';
import { createExactGallery, type Gallery } from '../../src/gallery/index.js';
import { createLogger } from '../../src/observability/logger.js';
import { type CalibrationRecord, createCalibration } from '../../src/services/calibration.js';
import { comparedPeople } from '../../src/services/gallery-follower.js';
import { openStore } from '../../src/store/index.js';
import { testKeys } from '../contract/test-keys.js';

export interface TrialRequest {
  /** Photos of at least as many people as are enrolled, and of some more. */
  readonly pictures: readonly PersonFeatures[];
  readonly people: number;
  readonly targetFmr: number;
  readonly prior: ModelPrior;
  /** Says who is drawn. */
  readonly seed: number;
}

export interface TrialResult {
  readonly basis: CalibrationRecord['basis'];
  /** Strangers' claims whose score passed the line, and of how many. */
  readonly passed: number;
  readonly claims: number;
  /** The share that passed. */
  readonly observedFmr: number;
  /** The share that was a match: nobody else was nearer, either. */
  readonly matchedFmr: number;
  /** Share of the enrolled people's other photos that were no match for themselves; NaN where there are none. */
  readonly fnmr: number;
}

export async function tryCalibration(request: TrialRequest): Promise<TrialResult> {
  const { pictures, people, prior } = request;
  const enrolled = drawn(pictures, request);
  const subjectNoOf = new Map(enrolled.map(({ person }, at) => [person, at + 1]));
  const gallery = createExactGallery();
  gallery.addAll(enrolled.map(({ features }, at) => ({ templateNo: at + 1, subjectNo: at + 1, features })));
  const record = await calibrated(gallery, request);
  const policy: DecisionPolicy = { ...record, margin: 0, marginOver: new Map(), prior };
  const references = new Set(enrolled);
  const count = { claims: 0, passed: 0, matched: 0, mated: 0, refused: 0 };
  for (const picture of pictures) {
    if (references.has(picture)) continue;
    const self = subjectNoOf.get(picture.person);
    const decisionFor = desk(gallery, picture.features, policy);
    if (self !== undefined) {
      count.mated++;
      if (decisionFor(self).outcome !== 'match') count.refused++;
      continue;
    }
    for (let subjectNo = 1; subjectNo <= people; subjectNo++) {
      const { outcome, scores } = decisionFor(subjectNo);
      count.claims++;
      if (scores!.normalisedScore > record.threshold) count.passed++;
      if (outcome === 'match') count.matched++;
    }
  }
  return {
    basis: record.basis,
    passed: count.passed,
    claims: count.claims,
    observedFmr: count.passed / count.claims,
    matchedFmr: count.matched / count.claims,
    fnmr: count.refused / count.mated,
  };
}

/** The first photo of each of so many people, drawn with the seed. */
function drawn(pictures: readonly PersonFeatures[], { people, seed }: TrialRequest): PersonFeatures[] {
  const first = new Map<number, PersonFeatures>();
  for (const picture of pictures) if (!first.has(picture.person)) first.set(picture.person, picture);
  const random = seededRandom(seed);
  const keyed = [...first.values()].map((picture) => ({ picture, key: random() }));
  return keyed
    .sort((a, b) => a.key - b.key)
    .slice(0, people)
    .map(({ picture }) => picture);
}

/** Somebody stands there with this face and says one id after another. */
function desk(gallery: Gallery, probe: Features, policy: DecisionPolicy): (subjectNo: number) => Decision {
  const nearest = gallery.search(probe, comparedPeople);
  return (subjectNo) => {
    const own = gallery.scoreOf(subjectNo, probe)!;
    const referenceStrangers = gallery.strangersOf(own.templateNo, subjectNo);
    const comparison = { own, nearest, referenceStrangers, people: gallery.subjectCount };
    return decide({ claimed: { subjectNo, enrolled: true }, comparison, policy });
  };
}

async function calibrated(gallery: Gallery, { targetFmr, prior }: TrialRequest): Promise<CalibrationRecord> {
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-calibration-trial-'));
  const store = await openStore({ url: `sqlite:${join(folder, 'desk.sqlite')}`, keys: testKeys });
  try {
    const vision = { modelId: 'model-under-trial', prior };
    const log = createLogger({ level: 'silent' });
    return (await createCalibration({ store, gallery, vision, targetFmr, log }).measure()).record;
  } finally {
    await store.close();
    await rm(folder, { recursive: true });
  }
}
