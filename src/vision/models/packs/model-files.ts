/** The nets and packs in the models folder for whoever looks after a running service: what is there, and putting a file in. */
import { FacedeskError } from '../../../domain/errors.js';
import { listModels, type ModelListing } from '../model-cache.js';
import { type BroughtFile, installBroughtFile } from './install-pack.js';
import { ModelPackError } from './model-pack-error.js';
import { listPacks, type PackListing } from './pack-store.js';

export interface ModelFiles {
  /** @throws FacedeskError models_unavailable where the folder cannot be read */
  list(): Promise<{ readonly nets: readonly ModelListing[]; readonly packs: readonly PackListing[] }>;
  /**
   * Puts the file of a pack where the service looks for it, if it is that file; else nothing is changed.
   * @throws FacedeskError model_pack_unknown, model_file_wrong, models_folder_unwritable, store_full, busy while another file
   * arrives, and what the file's pieces throw
   */
  install(name: string, file: BroughtFile): Promise<void>;
}

/** How long what was found is taken for true: looking reads every file to its end, for its digest. */
const rememberedMs = 60_000;

export function createModelFiles(modelsDir: string): ModelFiles {
  let found: { readonly atMs: number; readonly listing: ReturnType<ModelFiles['list']> } | undefined;
  let isInstalling = false;

  const look = async () => {
    try {
      return { nets: await listModels(modelsDir), packs: await listPacks(modelsDir) };
    } catch (error) {
      found = undefined;
      throw asFacedeskError(error);
    }
  };

  return {
    list: () => {
      if (found === undefined || performance.now() - found.atMs > rememberedMs)
        found = { atMs: performance.now(), listing: look() };
      return found.listing;
    },
    install: async (name, file) => {
      if (isInstalling) throw new FacedeskError('busy', { detail: 'another model pack is being installed' });
      isInstalling = true;
      try {
        await installBroughtFile(modelsDir, name, file);
      } catch (error) {
        throw asFacedeskError(error);
      } finally {
        isInstalling = false;
        found = undefined;
      }
    },
  };
}

function asFacedeskError(error: unknown): unknown {
  if (!(error instanceof ModelPackError)) return error;
  const { fault, message: detail, cause } = error;
  if ((cause as NodeJS.ErrnoException | undefined)?.code === 'ENOSPC')
    return new FacedeskError('store_full', { detail, cause });
  const codes = {
    unknown: 'model_pack_unknown',
    'another file': 'model_file_wrong',
    'not writable': 'models_folder_unwritable',
    other: 'models_unavailable',
  } as const;
  return new FacedeskError(codes[fault], { detail, cause });
}
