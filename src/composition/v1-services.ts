/** Constructs what only /v1 calls: a part of container.ts, which hands it what everything else is made of. */
import type { Gallery } from '../gallery/index.js';
import type { Logger } from '../observability/logger.js';
import type { Attempts } from '../services/attempts.js';
import type { Calibration } from '../services/calibration.js';
import { createPhotoComparing } from '../services/comparison.js';
import { createDevices } from '../services/devices.js';
import type { Events } from '../services/events.js';
import type { Config } from '../config/index.js';
import type { GalleryFollower } from '../services/gallery-follower.js';
import type { ModelChange } from '../services/model-change.js';
import { createGroups } from '../services/groups.js';
import { createIdempotency } from '../services/idempotency.js';
import { createModels } from '../services/models.js';
import { createStatistics } from '../services/statistics.js';
import { createSubjectDirectory } from '../services/subject-directory.js';
import { createUnknownFaces } from '../services/unknown-faces.js';
import { createSystemReport } from '../services/system-report.js';
import { createTemplateMaking } from '../services/template-making.js';
import { createVerdictReview } from '../services/verdict-review.js';
import { thisMachine } from './machine.js';
import type { QualityPolicies } from '../domain/quality.js';
import type { Store } from '../store/index.js';
import {
  builtInDetectorName,
  builtInModelName,
  createModelFiles,
  type VisionEngine,
} from '../vision/index.js';

export interface V1ServiceParts {
  readonly store: Store;
  readonly vision: VisionEngine;
  readonly policies: QualityPolicies;
  readonly gallery: Gallery;
  readonly follower: GalleryFollower;
  readonly calibration: Calibration;
  readonly attempts: Attempts;
  readonly events: Events;
  readonly modelChange: ModelChange;
  readonly config: Pick<Config, 'vision' | 'attacks' | 'store' | 'http'>;
  /** Of the service. */
  readonly version: string;
  readonly log: Logger;
}

export type V1Services = ReturnType<typeof createV1Services>;

export function createV1Services(parts: V1ServiceParts) {
  const { policies, store, vision, gallery, follower, calibration, attempts, events, version, log } = parts;
  const { modelsDir, model, detector } = parts.config.vision;
  const builtIn = { model: builtInModelName, detector: builtInDetectorName };
  const attacks = parts.config.attacks.handling !== 'off';
  return {
    events,
    calibration,
    attempts,
    unknownFaces: createUnknownFaces({ perMinute: parts.config.http.unknownFacesPerMinute }),
    directory: createSubjectDirectory({ store, locks: attempts, events }),
    groups: createGroups(store),
    idempotency: createIdempotency({ store, log }),
    comparing: createPhotoComparing({ vision, follower, calibration, policies }),
    verdictReview: createVerdictReview({ store, events }),
    statistics: createStatistics({ store }),
    devices: createDevices({ store }),
    models: createModels({
      ...{ store, vision, files: createModelFiles(modelsDir) },
      chosen: { model, detector, attacks, builtIn },
    }),
    templateMaking: createTemplateMaking({ ...parts }),
    system: createSystemReport({
      ...{ version, store, vision, gallery, follower },
      machine: thisMachine(parts.config.store.dataDir),
    }),
  };
}
