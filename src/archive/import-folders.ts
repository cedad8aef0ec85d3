/**
 * Where the files of imports lie until they are done with: a private folder for each, in the data folder, with nothing in the
 * clear in it. A folder is readable only with its import's data key, which is not kept here.
 */
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { FacedeskError } from '../domain/errors.js';
import { SealedFileReader, SealedFileWriter } from './sealed-file.js';
import { type ArchiveLimits, openZipArchive, type ZipArchive } from './zip-archive.js';

/** Left free on the disk by every upload, for the database, which may lie there too. */
export const reservedBytes = 256 * 1024 ** 2;
const dataKeyBytes = 32;
const archiveName = 'archive.zip';
const listName = 'list.csv';

export type ImportFileName = 'archive' | 'list';
const names: Readonly<Record<ImportFileName, string>> = { archive: archiveName, list: listName };

export interface ImportFolder {
  readonly importId: string;
  /** Opens its files; whoever wants to open the folder later keeps it elsewhere. */
  readonly dataKey: Uint8Array;
  /** For what an import notes that is not to be sealed. */
  readonly path: string;
  create(name: ImportFileName): Promise<SealedFileWriter>;
  /** @throws FacedeskError those of openZipArchive */
  openArchive(limits: ArchiveLimits): Promise<ZipArchive>;
  /** The list as text, in which bytes that are no UTF-8 are replaced. */
  readList(): Promise<string>;
  remove(): Promise<void>;
}

export interface ImportFolders {
  /**
   * A new folder with a new key.
   * @param expectedBytes what will be written, where that is known
   * @throws FacedeskError store_full
   */
  make(importId: string, expectedBytes: number): Promise<ImportFolder>;
  open(importId: string, dataKey: Uint8Array): ImportFolder;
  /** The folders that there are, with when something was last made in each, in ms since 1970. */
  list(): Promise<{ readonly importId: string; readonly changedAtMs: number }[]>;
  remove(importId: string): Promise<void>;
}

/** @param dataDir the service's own folder; a folder of imports is made in it when it is first needed. */
export function createImportFolders(dataDir: string): ImportFolders {
  const root = join(dataDir, 'imports');
  const remove = (importId: string) => rm(join(root, importId), { recursive: true, force: true });
  const open = (importId: string, dataKey: Uint8Array): ImportFolder => {
    const path = join(root, importId);
    const fileOf = (name: ImportFileName): string => join(path, names[name]);
    return {
      ...{ importId, dataKey, path },
      create: (name) => SealedFileWriter.create(fileOf(name), dataKey),
      openArchive: async (limits) =>
        openZipArchive(await SealedFileReader.open(fileOf('archive'), dataKey), limits),
      readList: async () => readAll(await SealedFileReader.open(fileOf('list'), dataKey)),
      remove: () => remove(importId),
    };
  };
  return {
    open,
    remove,
    make: async (importId, expectedBytes) => {
      await mkdir(root, { recursive: true, mode: 0o700 });
      const { bavail, bsize } = await statfs(root);
      if (bavail * bsize - expectedBytes < reservedBytes) throw new FacedeskError('store_full');
      await mkdir(join(root, importId), { mode: 0o700 });
      return open(importId, randomBytes(dataKeyBytes));
    },
    list: async () => {
      const entries = await readdir(root, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return [];
        throw error;
      });
      const folders = entries.filter((entry) => entry.isDirectory() && /^[0-9a-f]{12}$/.test(entry.name));
      return Promise.all(
        folders.map(async ({ name }) => ({
          importId: name,
          changedAtMs: (await stat(join(root, name)).catch(() => null))?.mtimeMs ?? 0,
        })),
      );
    },
  };
}

async function readAll(file: SealedFileReader): Promise<string> {
  try {
    return (await file.read(0, file.bytes)).toString('utf8');
  } finally {
    await file.close();
  }
}
