/** Constructs the parts of the service and hands each what it needs: the one place that knows them all. */
import { join } from 'node:path';
import {
  loadQualityPolicies,
  mayServeWithoutKeys,
  packageRoot,
  packageVersion,
  type Config,
} from './config/index.js';
import { createExactGallery } from './gallery/index.js';
import { buildApp, type App } from './http/app.js';
import { createLogger, type Logger } from './observability/logger.js';
import { type Attempts, createAttempts } from './services/attempts.js';
import { createAttackDetection } from './services/attack-detection.js';
import { type Challenges, createChallenges } from './services/challenge.js';
import { type Calibration, createCalibration } from './services/calibration.js';
import { createKeySource } from './sealing/index.js';
import { createEncryption, type Encryption } from './services/encryption.js';
import { createEnrolment, type Enrolment } from './services/enrolment.js';
import { createEvents, type Events } from './services/events.js';
import { createDuplicates, type Duplicates } from './services/duplicates.js';
import { createGalleryFollower, type GalleryFollower } from './services/gallery-follower.js';
import { createIdentification, type Identification } from './services/identification.js';
import { createDuplicateSearch } from './services/likely-duplicates.js';
import { createPhotoImport, type PhotoImport } from './services/moving/photo-import.js';
import { createJudging, type Judging } from './services/judging.js';
import { createSubjectTransfer, type SubjectTransfer } from './services/moving/subject-transfer.js';
import { createModelChange, type ModelChange } from './services/model-change.js';
import { createGalleryReporting, type GalleryReporting } from './services/gallery-report.js';
import { createKeys, type Keys } from './services/keys.js';
import { createLookalikes, type Lookalikes } from './services/lookalikes.js';
import { createPhotos, type Photos } from './services/photos.js';
import { createRefreshReview, type RefreshReview } from './services/refresh-review.js';
import { createTemplateRefresh } from './services/template-refresh.js';
import { createReplays } from './services/replays.js';
import type { SubjectDirectory } from './services/subject-directory.js';
import { createSubjects, type Subjects } from './services/subjects.js';
import { createVerification, type Verifying } from './services/verification.js';
import { openStore, type Store } from './store/index.js';
import { createV1Services } from './v1-services.js';
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
  readonly judging: Judging;
  readonly subjects: Subjects;
  readonly directory: SubjectDirectory;
  readonly challenges: Challenges;
  readonly photos: Photos;
  readonly duplicates: Duplicates;
  readonly refreshes: RefreshReview;
  readonly keys: Keys;
  readonly attempts: Attempts;
  readonly modelChange: ModelChange;
  readonly encryption: Encryption;
  readonly calibration: Calibration;
  readonly events: Events;
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
  const policies = loadQualityPolicies(config.enrolment.qualityPolicyFile);
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
  const events = createEvents({ store, keepDays: config.events.keepDays, log });
  const attempts = createAttempts({ store, rules: config.attempts, log });
  const { handling, windowS } = config.replays;
  const replays = createReplays({ vision, handling, windowMs: windowS * 1000 });
  const attacks = createAttackDetection(config.attacks);
  const { keepPhotos, duplicateFaces, templateRefresh } = config.enrolment;
  const findDuplicates = createDuplicateSearch({ store, follower, calibration });
  const refresh = createTemplateRefresh({ store, follower, vision, calibration, mode: templateRefresh, log });
  const enrolment = createEnrolment({
    ...{ store, vision, follower, policies, keepPhotos, findDuplicates, duplicateFaces, events, log },
  });
  const challenges = createChallenges({ vision, log });
  const services = {
    enrolment,
    photos: createPhotos({ store, enrolment, vision, follower, policies, keepPhotos, events, log }),
    duplicates: createDuplicates({ store, gallery, follower, calibration, events, log }),
    refreshes: createRefreshReview({ store, follower, log }),
    verification: createVerification({
      store,
      vision,
      follower,
      calibration,
      attempts,
      replays,
      attacks,
      policies,
      margin,
      refresh,
      events,
      log,
    }),
    identification: createIdentification({ store, vision, follower, calibration, policies }),
    judging: createJudging({ vision, policies }),
    subjects: createSubjects({ store, follower, events, log }),
    keys: keysFor(config.http, { store, log }),
    attempts,
    challenges,
    photoImport: photoImportFor(config, { store, vision, log }),
    subjectTransfer: createSubjectTransfer({ store, vision, log }),
    encryption: createEncryption({ store, keys, log }),
  };

  const v1 = createV1Services({
    ...{ store, vision, policies, gallery, follower, calibration, attempts, events, log },
    version: packageVersion(),
  });

  return {
    log,
    store,
    vision,
    follower,
    calibration,
    events,
    directory: v1.directory,
    galleryReporting: createGalleryReporting({ store, follower, calibration, gallery, vision, margin }),
    lookalikes: createLookalikes(store),
    modelChange: createModelChange({ store, vision, log }),
    ...services,
    buildApp: () =>
      buildApp({
        config: config.http,
        log,
        ...services,
        v1: { ...services, ...v1, challenges },
        version: packageVersion(),
        webDir: join(packageRoot, 'web'),
        readiness: readinessChecks(store, vision, follower),
      }),
    close: async () => {
      await refresh.idle();
      await vision.close();
      await events.close();
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

function keysFor(http: Config['http'], parts: { readonly store: Store; readonly log: Logger }): Keys {
  return createKeys({ ...parts, settingsKeys: http.apiKeys, openWithoutKeys: mayServeWithoutKeys(http) });
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
    vision: async () => {
      const { workersReady, failing } = vision.status();
      return workersReady > 0 && !failing;
    },
    gallery: async () => {
      // Filling it here too lets a service recover by itself whose first try failed.
      if (!follower.filled) await follower.catchUp();
      return true;
    },
  };
}
