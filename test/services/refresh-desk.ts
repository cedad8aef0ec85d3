/** A desk without a camera: people by their features in a real database, verified as the service does and refreshed behind it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide, type Decision } from '../../src/domain/decision.js';
import type { Features } from '../../src/domain/features.js';
import { dlibPrior } from '../../src/domain/model-prior.js';
import { parseSubjectId } from '../../src/domain/subject-id.js';
import { createExactGallery } from '../../src/gallery/index.js';
import { createLogger } from '../../src/observability/logger.js';
import { createCalibration, type CalibrationRecord } from '../../src/services/calibration.js';
import { createGalleryFollower } from '../../src/services/gallery-follower.js';
import { createTemplateRefresh, type RefreshMode } from '../../src/services/template-refresh.js';
import { openStore, type Store } from '../../src/store/index.js';
import { testKeys } from '../contract/test-keys.js';

export const modelId = 'model-under-test';
const vision = { modelId, prior: dlibPrior, ready: () => Promise.resolve() };
const dayMs = 86_400_000;

export interface RefreshDesk {
  readonly store: Store;
  /** Enrols a person with one photo or several; the subject's number. */
  enrol(id: string, photos: readonly Features[]): Promise<number>;
  /** What a claim is answered with; nothing is refreshed. */
  decide(subjectNo: number, probe: Features): Promise<Decision>;
  /** Verifies, and lets the match be considered. True where a template was refreshed or proposed by it. */
  visit(
    subjectNo: number,
    probe: Features,
    photo?: { quality?: number; attackSuspected?: boolean },
  ): Promise<boolean>;
  /** Lets so many days pass. */
  wait(days: number): void;
  /** Draws the line on those who are enrolled. */
  calibrate(): Promise<CalibrationRecord>;
  close(): Promise<void>;
}

export async function openRefreshDesk({
  mode = 'on',
  targetFmr = 1e-4,
}: { mode?: RefreshMode; targetFmr?: number } = {}): Promise<RefreshDesk> {
  const folder = await mkdtemp(join(tmpdir(), 'facedesk-refresh-'));
  const store = await openStore({ url: `sqlite:${join(folder, 'desk.sqlite')}`, keys: testKeys });
  const gallery = createExactGallery();
  const follower = createGalleryFollower({ store, gallery, vision });
  const log = createLogger({ level: 'silent' });
  const calibration = createCalibration({ store, gallery, vision, targetFmr, log });
  // Ahead of the database's own clock, whose times a refresh is compared with.
  let ahead = 2 * dayMs;
  const now = (): number => Date.now() + ahead;
  const refresh = createTemplateRefresh({ store, follower, vision, calibration, mode, log, now });

  const decideOn = async (subjectNo: number, probe: Features): Promise<Decision> => {
    const comparison = await follower.compare(probe, subjectNo);
    const point = await calibration.current();
    const policy = { ...point, margin: 0, marginOver: new Map<number, number>(), prior: dlibPrior };
    return decide({ claimed: { subjectNo, enrolled: true }, comparison, policy });
  };

  return {
    store,
    enrol: async (id, photos) => {
      const enrolment = {
        subjectId: parseSubjectId(id),
        modelId,
        photos: photos.map((features) => ({ features })),
      };
      return (await store.enrol(enrolment)).subjectNo;
    },
    decide: decideOn,
    visit: async (subjectNo, features, { quality = 80, attackSuspected = false } = {}) => {
      if ((await decideOn(subjectNo, features)).outcome !== 'match') return false;
      const before = await numbersOf(store, subjectNo);
      refresh.consider({ subjectNo, features, quality, attackSuspected, requestId: 'visit' });
      await refresh.idle();
      return (await numbersOf(store, subjectNo)) !== before;
    },
    wait: (days) => void (ahead += days * dayMs),
    calibrate: async () => {
      await follower.catchUp();
      return (await calibration.measure()).record;
    },
    close: async () => {
      await refresh.idle();
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function numbersOf(store: Store, subjectNo: number): Promise<string> {
  return (await store.refreshes.list(subjectNo)).map(({ refreshNo }) => refreshNo).join();
}
