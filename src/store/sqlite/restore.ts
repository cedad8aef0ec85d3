/**
 * Puts the copy of a backup in the place of a database that nothing uses. The copy is verified and opened beside it first; the
 * last step is one rename, so that at any moment either the old database is there or the restored one.
 */
import { constants, existsSync, statSync } from 'node:fs';
import { copyFile, chmod, link, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync } from '@photostructure/sqlite';
import { BackupError } from '../backup/backup-error.js';
import { type BackupManifest, mustBeAsWritten, readManifest, syncToDisk } from '../backup/backup-folder.js';
import { resultCodeOf, resultCodes } from './classify-error.js';
import { faultsOfFile } from './look-into.js';

export interface RestoreOptions<Findings> {
  readonly file: string;
  readonly folder: string;
  /** Whether a database that is there may be put aside. */
  readonly replace: boolean;
  /** Verifies and opens, and puts nothing in its place. */
  readonly dryRun: boolean;
  /** Opens the copy as the service would, brings it up to this version, closes it, and tells what is in it. */
  readonly tryOut: (file: string) => Promise<Findings>;
}

export interface Restored<Findings> {
  readonly manifest: BackupManifest;
  readonly findings: Findings;
  /** Where the database that was there is now; null where there was none. */
  readonly putAside: string | null;
}

/** Where others hold the file, it is theirs for longer than this. */
const lockTimeoutMs = 5000;
/** SQLite does not wait by itself for the lock that this takes. */
const retryMs = 50;

/** @throws BackupError, and what `tryOut` throws; the database that was there is as it was then */
export async function restoreSqlite<Findings>(
  options: RestoreOptions<Findings>,
): Promise<Restored<Findings>> {
  const { file, folder, replace, dryRun, tryOut } = options;
  const manifest = await readManifest(folder);
  if (!replace && !dryRun && holdsSomething(file))
    throw new BackupError(
      `There is a database ${file} already. To put it aside and restore the backup in its place, add --replace.`,
    );
  const incoming = `${file}.restoring`;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await removeAll(incoming);
  try {
    await copyFile(join(folder, manifest.database.name), incoming, constants.COPYFILE_EXCL);
    await chmod(incoming, 0o600);
    await mustBeAsWritten(incoming, manifest);
    const [fault] = faultsOfFile(incoming);
    if (fault !== undefined)
      throw new BackupError(`The copy is damaged (${fault}). Nothing was restored; take an earlier backup.`);
    const findings = await tryOut(incoming);
    await syncToDisk(incoming);
    const putAside = dryRun ? null : await swap(file, incoming);
    return { manifest, findings, putAside };
  } finally {
    await removeAll(incoming);
  }
}

function holdsSomething(file: string): boolean {
  return [file, `${file}-wal`].some((path) => existsSync(path) && statSync(path).size > 0);
}

/** Where the file lies that was there, or null. */
async function swap(file: string, incoming: string): Promise<string | null> {
  const isThere = existsSync(file);
  if (isThere) await leaveUnused(file);
  const aside = `${file}.replaced-${new Date().toISOString().replace(/\D/g, '').slice(0, 17)}`;
  // A second name for the same file, so that there is a database under the first one until the rename.
  if (isThere) await link(file, aside).catch(() => copyFile(file, aside, constants.COPYFILE_EXCL));
  // SQLite would apply the old log to the restored file.
  if (existsSync(`${file}-wal`)) await rename(`${file}-wal`, `${aside}-wal`);
  await rm(`${file}-shm`, { force: true });
  await syncToDisk(dirname(file));
  await rename(incoming, file);
  await syncToDisk(dirname(file));
  return isThere ? aside : null;
}

/**
 * Takes the log of writes into the file, for which SQLite has to have it alone.
 * @throws BackupError where a service or a command has it open; one that is too damaged to be opened cannot tell
 */
async function leaveUnused(file: string): Promise<void> {
  const deadline = performance.now() + lockTimeoutMs;
  while (isBusy(file)) {
    if (performance.now() > deadline)
      throw new BackupError(
        `${file} is in use. Stop the service and every facedesk command, and try again; nothing was restored.`,
      );
    await setTimeout(retryMs);
  }
}

function isBusy(file: string): boolean {
  try {
    const database = new DatabaseSync(file);
    try {
      database.exec('PRAGMA journal_mode = DELETE');
    } finally {
      database.close();
    }
    return false;
  } catch (error) {
    return resultCodeOf(error) === resultCodes.busy;
  }
}

async function removeAll(file: string): Promise<void> {
  for (const path of [file, `${file}-wal`, `${file}-shm`, `${file}-journal`]) await rm(path, { force: true });
}
