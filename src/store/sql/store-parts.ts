/** The parts of the store that are objects of their own, constructed over one database: see their files for the queries. */
import type { Store } from '../index.js';
import { createApiKeyStore } from './api-keys.js';
import { createAttemptStore } from './attempts.js';
import { createCalibrationStore } from './calibration.js';
import type { ChangeLog } from './change-log.js';
import { createDirectoryStore } from './directory.js';
import { createDuplicateStore } from './duplicates.js';
import { createEventStore } from './events.js';
import { createGroupStore } from './groups.js';
import { createIdempotencyStore } from './idempotency.js';
import { createImportStore } from './imports.js';
import { createModelStore } from './models.js';
import type { PartOfStore } from './part-of-store.js';
import { createPhotoStore } from './photos.js';
import { createRefreshStore } from './refreshes.js';
import type { Sealing } from './sealing.js';
import { createTallyStore } from './tallies.js';
import { createWebhookStore } from './webhooks.js';

export type StoreParts = Pick<
  Store,
  | 'calibration'
  | 'models'
  | 'photos'
  | 'refreshes'
  | 'duplicates'
  | 'apiKeys'
  | 'attempts'
  | 'directory'
  | 'groups'
  | 'events'
  | 'tallies'
  | 'idempotency'
  | 'webhooks'
  | 'imports'
>;

export interface StorePartsOptions extends PartOfStore {
  readonly sealing: Sealing;
  readonly changeLog: ChangeLog;
  /** For what replaces sealed bytes, whose former ones must not be left in the files. */
  readonly writeAndErase: PartOfStore['write'];
  /** Takes over what other programs did to `users`. */
  readonly settle: () => Promise<void>;
}

export function createStoreParts(options: StorePartsOptions): StoreParts {
  return {
    calibration: createCalibrationStore(options),
    models: createModelStore(options),
    photos: createPhotoStore(options),
    refreshes: createRefreshStore(options),
    duplicates: createDuplicateStore(options),
    apiKeys: createApiKeyStore(options),
    attempts: createAttemptStore(options),
    directory: createDirectoryStore(options),
    groups: createGroupStore(options),
    events: createEventStore(options),
    tallies: createTallyStore(options),
    idempotency: createIdempotencyStore(options),
    webhooks: createWebhookStore(options),
    imports: createImportStore(options),
  };
}
