/** Backups with the settings that they depend on; they start no service and no vision process. A part of container.ts. */
import { packageVersion, type Config } from '../config/index.js';
import { createKeySource } from '../sealing/index.js';
import { backUpDatabase, restoreDatabase } from '../store/index.js';

/** @throws BackupError where nothing was made */
export async function makeBackup({ store }: Config, folder: string) {
  return backUpDatabase({ url: store.databaseUrl, folder, facedesk: packageVersion() });
}

/** @throws BackupError, EncryptionKeyError, StoreSetupError; the database that was there is as it was then */
export async function restoreBackup(
  { store, encryption }: Config,
  folder: string,
  how: { readonly replace: boolean; readonly dryRun: boolean },
) {
  return restoreDatabase({ url: store.databaseUrl, folder, ...how, keys: createKeySource(encryption) });
}
