/**
 * The files of an import while they arrive: each goes straight to the disk, sealed. Until somebody takes the upload it is
 * thrown away with the request that brought it.
 */
import { randomBytes } from 'node:crypto';
import { FacedeskError } from '../../domain/errors.js';
import type { ImportFileName, ImportFolder, ImportFolders, WrittenFile } from '../../archive/index.js';

export type { ImportFileName } from '../../archive/index.js';

/** How many arrive at once; each takes the disk's time from the database. */
export const mostUploads = 2;
/** The longest list that comes with an archive. */
export const maxListBytes = 16 * 1024 * 1024;

export interface ImportUploads {
  /**
   * Begins an upload.
   * @param expectedBytes what will come, where the caller said so; else 0
   * @throws FacedeskError busy, store_full
   */
  begin(expectedBytes: number): Promise<ImportUpload>;
}

export class ImportUpload {
  readonly #names = new Set<ImportFileName>();
  readonly #files = new Map<ImportFileName, WrittenFile>();
  #isTaken = false;
  #isOver = false;

  constructor(
    readonly folder: ImportFolder,
    private readonly onOver: () => void,
  ) {}

  /**
   * Writes one of the files to the end.
   * @throws FacedeskError form_malformed where it comes a second time, request_too_large, store_full
   */
  async receive(name: ImportFileName, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    if (this.#names.has(name)) throw new FacedeskError('form_malformed', { detail: `${name} comes twice` });
    this.#names.add(name);
    const file = await this.folder.create(name);
    try {
      let bytes = 0;
      for await (const piece of pieces) {
        bytes += piece.byteLength;
        if (name === 'list' && bytes > maxListBytes) throw new FacedeskError('request_too_large');
        await file.write(piece);
      }
      this.#files.set(name, await file.finish());
    } catch (cause) {
      await file.abandon();
      if ((cause as NodeJS.ErrnoException).code === 'ENOSPC')
        throw new FacedeskError('store_full', { cause });
      throw cause;
    }
  }

  file(name: ImportFileName): WrittenFile | undefined {
    return this.#files.get(name);
  }

  /** From here on the files are not thrown away with the request. */
  take(): void {
    this.#isTaken = true;
  }

  /** Throws the files away, unless somebody has taken them; to be called when the request is over. */
  async discard(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    this.onOver();
    if (!this.#isTaken) await this.folder.remove();
  }
}

export function createImportUploads(folders: ImportFolders): ImportUploads {
  let underWay = 0;
  return {
    begin: async (expectedBytes) => {
      if (underWay >= mostUploads) throw new FacedeskError('busy', { detail: 'imports are being uploaded' });
      underWay++;
      const end = (): void => void underWay--;
      try {
        return new ImportUpload(await folders.make(randomBytes(6).toString('hex'), expectedBytes), end);
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}
