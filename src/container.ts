/** Constructs the parts of the service and hands each what it needs: the one place that knows them all. */
import { join } from 'node:path';
import { packageRoot, type Config } from './config/index.js';
import { createExactGallery } from './gallery/index.js';
import { buildApp, type App } from './http/app.js';
import { createLogger, type Logger } from './observability/logger.js';
import { createEnrolment, type Enrolment } from './services/enrolment.js';
import { createGalleryFollower, type GalleryFollower } from './services/gallery-follower.js';
import { createIdentification, type Identification } from './services/identification.js';
import { createSubjects, type Subjects } from './services/subjects.js';
import { createVerification, type Verifying } from './services/verification.js';
import { openStore, type Store } from './store/index.js';
import { createVisionEngine, type VisionEngine } from './vision/index.js';

export { compileModels, listModels, type ModelListing } from './vision/index.js';

export interface Container {
  readonly log: Logger;
  readonly store: Store;
  readonly vision: VisionEngine;
  readonly follower: GalleryFollower;
  readonly enrolment: Enrolment;
  readonly verification: Verifying;
  readonly identification: Identification;
  readonly subjects: Subjects;
  /** The HTTP side, not listening yet. Closing it leaves the container open. */
  buildApp(): Promise<App>;
  /** Ends the vision processes, then closes the database. */
  close(): Promise<void>;
}

/**
 * Opens the database and starts the vision processes; they become ready on their own.
 * @throws StoreSetupError where the database cannot be used; FacedeskError store_unavailable where it cannot be reached
 */
export async function createContainer(
  config: Config,
  log: Logger = createLogger(config.log),
): Promise<Container> {
  const store = await openStore({ url: config.store.databaseUrl });
  const vision = startVision(config.vision, log);
  const follower = createGalleryFollower({ store, gallery: createExactGallery(), vision });
  const services = {
    enrolment: createEnrolment({ store, vision, follower, keepPhotos: config.enrolment.keepPhotos, log }),
    verification: createVerification({ store, vision, follower, log }),
    identification: createIdentification({ store, vision, follower }),
    subjects: createSubjects({ store, follower, log }),
  };

  return {
    log,
    store,
    vision,
    follower,
    ...services,
    buildApp: () =>
      buildApp({
        config: config.http,
        log,
        ...services,
        webDir: join(packageRoot, 'web'),
        readiness: readinessChecks(store, vision, follower),
      }),
    close: async () => {
      await vision.close();
      await store.close();
    },
  };
}

/** An engine without a store beside it, for commands that only examine pictures. The caller closes it. */
export function startVision(config: Config['vision'], log: Logger): VisionEngine {
  return createVisionEngine({
    modelsDir: config.modelsDir,
    maxPixels: config.maxImagePixels,
    workers: config.workers,
    queueLength: config.queueLength,
    queueTimeoutMs: config.queueTimeoutMs,
    taskTimeoutMs: config.taskTimeoutMs,
    workerMemoryMb: config.workerMemoryMb,
    onLog: ({ level, text, pid }) => log[level]({ workerPid: pid }, text),
  });
}

function readinessChecks(store: Store, vision: VisionEngine, follower: GalleryFollower) {
  return {
    store: async () => {
      await store.ping();
      return true;
    },
    vision: async () => vision.status().workersReady > 0,
    gallery: async () => {
      // Filling it here too lets a service recover by itself whose first try failed.
      if (!follower.filled) await follower.catchUp();
      return true;
    },
  };
}
