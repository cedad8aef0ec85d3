/** Whether the folder for everything kept on disk can be written, and has room. Nothing is left behind in it. */
import { constants } from 'node:fs';
import { access, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Check } from './check.js';

/** A template with its kept photo is about 20 kB, so this is room for some 10,000 more people and the database's journal. */
const comfortableFreeBytes = 500e6;
/** Less does not hold the journal that SQLite writes before anything else. */
const leastFreeBytes = 20e6;

export async function checkDataFolder(dataDir: string): Promise<Check[]> {
  const name = 'Data folder';
  const existing = await nearestExisting(dataDir);
  const writable = await access(existing, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  );
  const isFolder = (await stat(existing)).isDirectory();
  if (!writable || !isFolder) {
    const finding = isFolder ? `${existing} cannot be written` : `${existing} is not a folder`;
    const remedy = 'Let this user write it, or choose another with --data-dir or FACEDESK_DATA_DIR.';
    return [{ name, state: 'fail', finding, remedy }];
  }
  const finding = existing === dataDir ? dataDir : `${dataDir} will be made at the first start`;
  return [{ name, state: 'ok', finding }, await checkFreeSpace(existing)];
}

async function checkFreeSpace(folder: string): Promise<Check> {
  const name = 'Free space';
  const { bavail, bsize } = await statfs(folder);
  const freeBytes = bavail * bsize;
  const finding = `${(freeBytes / 1e9).toFixed(1)} GB`;
  if (freeBytes >= comfortableFreeBytes) return { name, state: 'ok', finding };
  const state = freeBytes < leastFreeBytes ? 'fail' : 'warn';
  return { name, state, finding, remedy: 'Free some space; registrations fail when the disk is full.' };
}

async function nearestExisting(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => null);
  return found === null ? nearestExisting(dirname(folder)) : folder;
}
