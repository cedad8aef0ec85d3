/**
 * Backups of the embedded database. Servers bring tools of their own for that, which know better what they have in memory;
 * docs/operations.md names them.
 */
import { resolve } from 'node:path';
import type { KeySource } from '../../sealing/index.js';
import { openStore } from '../open-store.js';
import { backUpSqlite } from '../sqlite/back-up.js';
import { faultsOfFile } from '../sqlite/look-into.js';
import { type Restored, restoreSqlite } from '../sqlite/restore.js';
import type { BackupManifest } from './backup-folder.js';

/** What opening the copy showed. */
export interface CopyFindings {
  readonly templates: number;
  readonly photos: number;
  /** Records that do not open with the key. */
  readonly damaged: number;
}

export interface RestoreDatabaseOptions {
  readonly url: string;
  readonly folder: string;
  readonly replace: boolean;
  readonly dryRun: boolean;
  readonly keys: KeySource;
}

/** The path of an embedded database; null where the URL names a server. */
export function embeddedFile(url: string): string | null {
  const path = /^sqlite:(.*)$/is.exec(url)?.[1];
  return path === undefined ? null : resolve(path);
}

/** Copies the database into a folder that is not there yet, while others use it. @throws BackupError */
export async function backUpDatabase(options: {
  readonly url: string;
  readonly folder: string;
  readonly facedesk: string;
}): Promise<BackupManifest> {
  const { url, folder, facedesk } = options;
  return backUpSqlite({ file: fileAt(url), folder: resolve(folder), facedesk });
}

/**
 * Puts a backup in the place of a database that nothing uses.
 * @throws BackupError; EncryptionKeyError where its key is not there; StoreSetupError where a newer version wrote it
 */
export async function restoreDatabase(options: RestoreDatabaseOptions): Promise<Restored<CopyFindings>> {
  const { url, folder, keys, ...how } = options;
  const tryOut = async (file: string): Promise<CopyFindings> => {
    const store = await openStore({ url: `sqlite:${file}`, keys });
    try {
      const { templates, photos, damaged } = await store.encryption.inspect();
      return { templates, photos, damaged };
    } finally {
      await store.close();
    }
  };
  return restoreSqlite({ file: fileAt(url), folder: resolve(folder), ...how, tryOut });
}

/** What is wrong with the file of an embedded database; empty where it is sound. Reads all of it. */
export function databaseFaults(url: string): string[] {
  return faultsOfFile(fileAt(url));
}

function fileAt(url: string): string {
  const file = embeddedFile(url);
  if (file === null) throw new RangeError('a server has no file here');
  return file;
}
