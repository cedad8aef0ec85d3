/** Constructs the service out of its parts and says how to end it: with composition/, the one place that knows them all. */
import { join } from 'node:path';
import { packageRoot, settingsInForce, type Config } from './config/index.js';
import { createDeskServices, type DeskServices } from './composition/desk-services.js';
import { createFoundation, type Foundation } from './composition/foundation.js';
import { startReadings } from './composition/metric-readings.js';
import { createImportServices, type ImportServices } from './composition/import-services.js';
import { createUpkeepServices, type UpkeepServices } from './composition/upkeep-services.js';
import { createV1Services, type V1Services } from './composition/v1-services.js';
import { createWebhookServices, type WebhookServices } from './composition/webhook-services.js';
import { buildApp, type App, type AppParts } from './http/app.js';
import { UploadRoom } from './http/forms/upload-room.js';
import { createLogger, type Logger } from './observability/logger.js';

export { makeBackup, restoreBackup } from './composition/backups.js';
export { startVision } from './composition/foundation.js';
export { databaseFaults, embeddedFile, openStoreSchema, readOldUsers } from './store/index.js';
export {
  builtInDetectorName,
  builtInModelName,
  compileModels,
  describePack,
  installPack,
  listModels,
  listPacks,
  type ModelListing,
  type PackListing,
} from './vision/index.js';

export interface Container
  extends
    Pick<Foundation, 'log' | 'store' | 'vision' | 'follower' | 'calibration' | 'events'>,
    Omit<DeskServices, 'refresh'>,
    UpkeepServices,
    WebhookServices,
    ImportServices,
    Pick<V1Services, 'directory'> {
  /** An HTTP side, not listening yet: one for everything and plain http unless told. Closing it leaves the container open. */
  buildApp(options?: Partial<Pick<AppParts, 'audience' | 'certificate'>>): Promise<App>;
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
  const { onKeyFileMade = (path: string) => log.warn(keyFileMadeText(path)), whenDatabaseIsAway = 'fail' } =
    options;
  const foundation = await createFoundation(config, log, { onKeyFileMade, whenDatabaseIsAway });
  const { store, vision, follower, calibration, events, version, observing } = foundation;
  const { refresh, ...desk } = createDeskServices(foundation, config);
  const upkeep = createUpkeepServices(foundation, config);
  const webhooks = createWebhookServices({ ...foundation, settings: config.webhooks });
  const imports = createImportServices({
    ...foundation,
    photoImport: upkeep.photoImport,
    settings: config.imports,
    dataDir: config.store.dataDir,
  });
  const v1 = createV1Services({ ...foundation, ...desk, ...upkeep, config });
  const room = new UploadRoom(config.http.maxUploadsBytes);
  let stopReading: (() => void) | undefined;
  const services = {
    ...{ ...desk, ...upkeep, ...webhooks, ...imports },
    ...{ calibration, events, directory: v1.directory },
  };

  return {
    ...{ log, store, vision, follower },
    ...services,
    buildApp: ({ audience = 'everybody', certificate } = {}) => {
      // Once, however many places the service listens in.
      stopReading ??= startReadings(observing.metrics, { ...foundation, system: v1.system, room });
      return buildApp({
        config: config.http,
        ...{ audience, certificate, room },
        importLimits: config.imports,
        log,
        ...services,
        v1: { ...services, ...v1, settings: settingsInForce(config) },
        version,
        webDir: join(packageRoot, 'web'),
        readiness: readinessChecks(foundation),
        observing,
        metricsRoute: config.observing.metrics,
      });
    },
    close: async () => {
      stopReading?.();
      await v1.templateMaking.close();
      await imports.importRunner.close();
      await refresh.idle();
      await vision.close();
      await events.close();
      await webhooks.webhookDelivery.close();
      await store.close();
      await observing.tracer.close();
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

function readinessChecks({ store, vision, follower }: Foundation) {
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
