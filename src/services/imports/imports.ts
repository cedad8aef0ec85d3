/**
 * Imports that the API is asked for. An archive is looked through before it is taken; then it waits for its turn, on the
 * machine that received it: see import-runner.ts, which does the work.
 */
import type { DisputeRule } from '../../domain/moving/choose-reference.js';
import { FacedeskError } from '../../domain/errors.js';
import type { ArchiveLimits, ImportFolder } from '../../archive/index.js';
import type { ImportRecord, ImportRowRecord, Store } from '../../store/index.js';
import type { Actor, Events } from '../events.js';
import type { PhotoSource } from '../moving/photo-claims.js';
import { archiveSource } from './archive-source.js';
import type { ImportUpload } from './upload.js';

export type { ImportRecord, ImportRowRecord } from '../../store/index.js';

/** Imports that have not ended, over all processes. */
export const mostOpenImports = 10;
/** An import is stalled where nobody has been heard of who has its files for so long. */
export const stalledMs = 60_000;

export interface ImportRequest {
  readonly upload: ImportUpload;
  readonly mode: ImportRecord['mode'];
  readonly disputes: DisputeRule;
}

export interface Imports {
  /**
   * Takes an upload that has an archive.
   * @throws FacedeskError those of openZipArchive, archive_without_photos, too_many_imports; CsvError where the list is malformed
   */
  start(request: ImportRequest, by: Actor): Promise<ImportRecord>;
  /** Newest first, starting below `below`. */
  page(window: { readonly limit: number; readonly below?: number }): Promise<ImportRecord[]>;
  /** @throws FacedeskError import_not_found */
  find(importId: string): Promise<ImportRecord>;
  /** What became of each photo, by id; empty before the import has ended. @throws FacedeskError import_not_found */
  rows(
    importId: string,
    window: { readonly verdict?: string; readonly limit: number; readonly above?: number },
  ): Promise<ImportRowRecord[]>;
  /** Ends it; whom it has enrolled stays enrolled. @throws FacedeskError import_not_found */
  cancel(importId: string): Promise<ImportRecord>;
}

export interface ImportsParts {
  readonly store: Pick<Store, 'imports'>;
  readonly events: Events;
  readonly limits: ArchiveLimits;
  /** There is something to do. */
  readonly onChanged: () => void;
}

export function createImports({ store, events, limits, onChanged }: ImportsParts): Imports {
  const find = async (importId: string): Promise<ImportRecord> => known(await store.imports.find(importId));
  return {
    find,
    start: async ({ upload, mode, disputes }, by) => {
      const { folder } = upload;
      const listed = upload.file('list') !== undefined;
      const { claims } = await withPhotos(folder, { listed, limits }, async (source) => source);
      const request = {
        ...{ importId: folder.importId, mode, disputes, listed },
        ...{ callerKeyId: by.keyId, photos: claims.length, at: new Date().toISOString() },
      };
      if (!(await store.imports.add(request, folder.dataKey, mostOpenImports)))
        throw new FacedeskError('too_many_imports');
      upload.take();
      events.record({ kind: 'import.requested', reason: folder.importId, by });
      onChanged();
      return find(folder.importId);
    },
    page: (window) => store.imports.page(window),
    rows: async (importId, window) => {
      const { importNo, endedAt } = await find(importId);
      return endedAt === null ? [] : store.imports.rows(importNo, window);
    },
    cancel: async (importId) => {
      const now = Date.now();
      const times = {
        at: new Date(now).toISOString(),
        heardSince: new Date(now - stalledMs).toISOString(),
      };
      const cancelled = known(await store.imports.cancel(importId, times));
      onChanged();
      return cancelled;
    },
  };
}

/** Opens a folder's archive for as long as something is done with its photos. */
export async function withPhotos<T>(
  folder: ImportFolder,
  { listed, limits }: { readonly listed: boolean; readonly limits: ArchiveLimits },
  work: (source: PhotoSource) => Promise<T>,
): Promise<T> {
  const archive = await folder.openArchive(limits);
  try {
    return await work(archiveSource(archive.files, listed ? await folder.readList() : null));
  } finally {
    await archive.close();
  }
}

function known(record: ImportRecord | null): ImportRecord {
  if (record === null) throw new FacedeskError('import_not_found');
  return record;
}
