/**
 * Constructs what every service stands on: the database, the vision engine, the gallery that follows the one with what the
 * other measures, and the record of what happened. A part of container.ts.
 */
import { loadQualityPolicies, packageVersion, type Config } from '../config/index.js';
import { createExactGallery } from '../gallery/index.js';
import type { Logger } from '../observability/logger.js';
import { createKeySource } from '../sealing/index.js';
import { createCalibration } from '../services/calibration.js';
import { createEvents } from '../services/events.js';
import type { Observing } from '../observability/observing.js';
import { createGalleryFollower } from '../services/gallery-follower.js';
import { openStore } from '../store/index.js';
import { createVisionEngine, type VisionEngine } from '../vision/index.js';
import { createObservation, pictureWatch, storeMeter } from './observation.js';

export interface FoundationOptions {
  readonly onKeyFileMade: (path: string) => void;
  readonly whenDatabaseIsAway: 'fail' | 'wait';
}

export type Foundation = Awaited<ReturnType<typeof createFoundation>>;

/** @throws StoreSetupError, EncryptionKeyError, FacedeskError store_unavailable as createContainer does */
export async function createFoundation(config: Config, log: Logger, options: FoundationOptions) {
  const version = packageVersion();
  const observing = createObservation(config.observing, { version, log });
  const policies = loadQualityPolicies(config.enrolment.qualityPolicyFile);
  const keySource = createKeySource({ ...config.encryption, onKeyFileMade: options.onKeyFileMade });
  const store = await openStore({
    url: config.store.databaseUrl,
    migrate: config.store.migrate,
    whenAway: options.whenDatabaseIsAway,
    onWarning: (text) => log.warn(text),
    keys: keySource,
    meter: storeMeter(observing),
    onDamaged: (record) => log.error(record, 'a record is damaged, and left out of every comparison'),
  });
  const vision = startVision(config.vision, log, observing);
  const gallery = createExactGallery();
  const follower = createGalleryFollower({ store, gallery, vision });
  const { targetFmr, margin } = config.decision;
  return {
    policies,
    keySource,
    store,
    vision,
    gallery,
    follower,
    calibration: createCalibration({ store, gallery, vision, targetFmr, margin, log }),
    events: createEvents({ ...config.events, store, log }),
    version,
    observing,
    log,
  };
}

/** An engine without a store beside it, for commands that only examine pictures. The caller closes it. */
export function startVision(config: Config['vision'], log: Logger, observing?: Observing): VisionEngine {
  return createVisionEngine({
    modelsDir: config.modelsDir,
    model: config.model,
    detector: config.detector,
    embedding: config.embedding,
    maxPixels: config.maxImagePixels,
    workers: config.workers,
    queueLength: config.queueLength,
    queueTimeoutMs: config.queueTimeoutMs,
    taskTimeoutMs: config.taskTimeoutMs,
    workerMemoryMb: config.workerMemoryMb,
    onLog: ({ level, text, pid, traceId }) => log[level]({ workerPid: pid, traceId }, text),
    ...(observing && { onPicture: pictureWatch(observing) }),
  });
}
