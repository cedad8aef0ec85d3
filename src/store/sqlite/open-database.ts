/** Opens a SQLite file for this service: private to its owner, durable, and erasing what is deleted. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite';
import { StoreSetupError } from '../store-setup-error.js';
import { busyTimeoutMs } from './capabilities.js';
import { classifyError } from './classify-error.js';
import { hasWalResetDefect } from './wal-reset-defect.js';

const retryPauseMs = 20;

export interface OpenDatabase {
  readonly database: DatabaseSyncInstance;
  readonly version: string;
}

/** `path` is absolute, so that SQLite takes it for nothing but a path. */
export async function openDatabase(path: string): Promise<OpenDatabase> {
  makePrivate(path);
  const database = new DatabaseSync(path, { timeout: busyTimeoutMs });
  try {
    const { version } = database.prepare('SELECT sqlite_version() AS version').get() as { version: string };
    if (hasWalResetDefect(version)) {
      throw new StoreSetupError(
        `SQLite ${version} can damage a database that two processes use. Install 3.51.3 or newer.`,
      );
    }
    await useWal(database);
    database.exec('PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = ON');
    return { database, version };
  } catch (error) {
    database.close();
    throw error;
  }
}

/** SQLite gives the files it lays beside the database (-wal, -shm) the database's own mode. A folder that was there stays as it is. */
function makePrivate(path: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  closeSync(openSync(path, 'a', 0o600));
  for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600);
}

/** Two processes that turn a fresh file to WAL at once get SQLITE_BUSY at once, whatever the busy timeout, so it is tried again. */
async function useWal(database: DatabaseSyncInstance): Promise<void> {
  for (let waitedMs = 0; ; waitedMs += retryPauseMs) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      break;
    } catch (error) {
      if (classifyError(error) !== 'unavailable' || waitedMs >= busyTimeoutMs) throw error;
      await setTimeout(retryPauseMs);
    }
  }
  const { journal_mode } = database.prepare('PRAGMA journal_mode').get() as { journal_mode: string };
  if (journal_mode !== 'wal') {
    throw new StoreSetupError(
      'The database cannot use a write-ahead log. Put its file on a local disk, not on a network share.',
    );
  }
}
