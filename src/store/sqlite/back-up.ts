/**
 * Copies the database of a running service into a folder of its own. VACUUM INTO copies one moment of it, hinders no writer
 * for longer than any reader does, and leaves out what was deleted.
 */
import { existsSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BackupError } from '../backup/backup-error.js';
import {
  type BackupManifest,
  copyName,
  digestOf,
  manifestName,
  syncToDisk,
  writeManifest,
} from '../backup/backup-folder.js';
import { isDamage } from './classify-error.js';
import { contentsOf, faultsOfFile, withFile } from './look-into.js';

export interface BackUpOptions {
  readonly file: string;
  /** Must not be there yet; has its name only once it is whole and on disk. */
  readonly folder: string;
  /** The version of this program. */
  readonly facedesk: string;
}

/** @throws BackupError where nothing was made */
export async function backUpSqlite({ file, folder, facedesk }: BackUpOptions): Promise<BackupManifest> {
  if (!existsSync(file)) throw new BackupError(`There is no database ${file}, so there is nothing to copy.`);
  if (existsSync(folder)) throw new BackupError(`${folder} is there already, and is not overwritten.`);
  const unfinished = `${folder}.unfinished`;
  await discard(unfinished);
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  try {
    const copy = join(unfinished, copyName);
    // VACUUM INTO fills an empty file that is there, which has been private from the beginning.
    await (await open(copy, 'wx', 0o600)).close();
    copyMoment(file, copy);
    await syncToDisk(copy);
    const faults = faultsOfFile(copy);
    if (faults.length > 0) throw damaged(file, faults[0]!);
    const database = { name: copyName, ...(await digestOf(copy)) } as const;
    const createdAt = new Date().toISOString();
    const manifest = await writeManifest(unfinished, { createdAt, facedesk, ...contentsOf(copy), database });
    await syncToDisk(unfinished);
    await rename(unfinished, folder);
    await syncToDisk(dirname(folder));
    return manifest;
  } catch (error) {
    await discard(unfinished);
    throw error;
  }
}

function copyMoment(file: string, copy: string): void {
  try {
    withFile(file, (database) => database.prepare('VACUUM INTO ?').run(copy));
  } catch (error) {
    if (isDamage(error)) throw damaged(file, (error as Error).message);
    throw error;
  }
}

function damaged(file: string, finding: string): BackupError {
  return new BackupError(
    `The database ${file} is damaged (${finding}), and was not copied. Keep the earlier backups, and run: facedesk doctor`,
  );
}

/** What a backup that was killed has left, and nothing else that may lie there. */
async function discard(unfinished: string): Promise<void> {
  if (!existsSync(unfinished)) return;
  const ours = [copyName, `${copyName}-journal`, manifestName];
  const others = (await readdir(unfinished)).filter((name) => !ours.includes(name));
  if (others.length > 0)
    throw new BackupError(`${unfinished} is in the way, and holds what is not of a backup.`);
  for (const name of ours) await rm(join(unfinished, name), { force: true });
  await rmdir(unfinished);
}
