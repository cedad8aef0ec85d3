/** Constructs the parts of the service and hands each what it needs: the one place that knows them all. */
import { join } from 'node:path';
import { packageRoot, type Config } from './config/index.js';
import { createExactGallery } from './gallery/index.js';
import { buildApp, type App } from './http/app.js';
import { createLogger, type Logger } from './observability/logger.js';
import { type Calibration, createCalibration } from './services/calibration.js';
import { createKeySource } from './sealing/index.js';
import { createEncryption, type Encryption } from './services/encryption.js';
import { createEnrolment, type Enrolment } from './services/enrolment.js';
import { createGalleryFollower, type GalleryFollower } from './services/gallery-follower.js';
import { createIdentification, type Identification } from './services/identification.js';
import { createPhotoImport, type PhotoImport } from './services/moving/photo-import.js';
import { createSubjectTransfer, type SubjectTransfer } from './services/moving/subject-transfer.js';
import { createModelChange, type ModelChange } from './services/model-change.js';
import { createGalleryReporting, type GalleryReporting } from './services/gallery-report.js';
import { createLookalikes, type Lookalikes } from './services/lookalikes.js';
import { createSubjects, type Subjects } from './services/subjects.js';
import { createVerification, type Verifying } from './services/verification.js';
import { openStore, type Store } from './store/index.js';
import { createVisionEngine, type VisionEngine } from './vision/index.js';

export { openStoreSchema, readOldUsers } from './store/index.js';
export {
  builtInModelName,
  compileModels,
  describePack,
  installPack,
  listModels,
  listPacks,
  type ModelListing,
  type PackListing,
} from './vision/index.js';

export interface Container {
  readonly log: Logger;
  readonly store: Store;
  readonly vision: VisionEngine;
  readonly follower: GalleryFollower;
  readonly enrolment: Enrolment;
  readonly verification: Verifying;
  readonly identification: Identification;
  readonly subjects: Subjects;
  readonly modelChange: ModelChange;
  readonly encryption: Encryption;
  readonly calibration: Calibration;
  readonly galleryReporting: GalleryReporting;
  readonly lookalikes: Lookalikes;
  readonly photoImport: PhotoImport;
  readonly subjectTransfer: SubjectTransfer;
  /** The HTTP side, not listening yet. Closing it leaves the container open. */
  buildApp(): Promise<App>;
  /** Ends the vision processes, then closes the database. */
  close(): Promise<void>;
}

export interface ContainerOptions {
  /** Called where the first start made a key file, whose copy nobody has yet; it is logged as a warning unless said otherwise. */
  readonly onKeyFileMade?: (path: string) => void;
  /** Where a database server cannot be reached: fail, unless said otherwise, or start without it and wait for it. */
  readonly whenDatabaseIsAway?: 'fail' | 'wait';
}

/**
 * Opens the database and starts the vision processes; they become ready on their own.
 * @throws StoreSetupError where the database cannot be used; EncryptionKeyError where its key is not there; FacedeskError store_unavailable where it cannot be reached
 */
export async function createContainer(
  config: Config,
  log: Logger = createLogger(config.log),
  options: ContainerOptions = {},
): Promise<Container> {
  const { onKeyFileMade = (path: string) => log.warn(keyFileMadeText(path)) } = options;
  const keys = createKeySource({ ...config.encryption, onKeyFileMade });
  const store = await openStore({
    url: config.store.databaseUrl,
    migrate: config.store.migrate,
    whenAway: options.whenDatabaseIsAway ?? 'fail',
    onWarning: (text) => log.warn(text),
    keys,
    onDamaged: (record) => log.error(record, 'a record is damaged, and left out of every comparison'),
  });
  const vision = startVision(config.vision, log);
  const gallery = createExactGallery();
  const follower = createGalleryFollower({ store, gallery, vision });
  const { targetFmr, margin } = config.decision;
  const calibration = createCalibration({ store, gallery, vision, targetFmr, log });
  const services = {
    enrolment: createEnrolment({ store, vision, follower, keepPhotos: config.enrolment.keepPhotos, log }),
    verification: createVerification({ store, vision, follower, calibration, margin, log }),
    identification: createIdentification({ store, vision, follower, calibration }),
    subjects: createSubjects({ store, follower, log }),
    photoImport: photoImportFor(config, { store, vision, log }),
    subjectTransfer: createSubjectTransfer({ store, vision, log }),
    encryption: createEncryption({ store, keys, log }),
  };

  return {
    log,
    store,
    vision,
    follower,
    calibration,
    galleryReporting: createGalleryReporting({ store, follower, calibration }),
    lookalikes: createLookalikes(store),
    modelChange: createModelChange({ store, vision, log }),
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

/** What whoever runs the service has to know when a key file was made, in words. */
export function keyFileMadeText(path: string): string {
  return (
    `A new encryption key is in ${path}. Back it up now, apart from the database: without it nobody can read the faces, ` +
    'and everybody has to register again.'
  );
}

function photoImportFor(
  { enrolment, http, store: { dataDir } }: Config,
  parts: { readonly store: Store; readonly vision: VisionEngine; readonly log: Logger },
): PhotoImport {
  return createPhotoImport({
    ...parts,
    createGallery: createExactGallery,
    keepPhotos: enrolment.keepPhotos,
    maxPhotoBytes: http.maxUploadBytes,
    dataDir,
  });
}

/** An engine without a store beside it, for commands that only examine pictures. The caller closes it. */
export function startVision(config: Config['vision'], log: Logger): VisionEngine {
  return createVisionEngine({
    modelsDir: config.modelsDir,
    model: config.model,
    embedding: config.embedding,
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
