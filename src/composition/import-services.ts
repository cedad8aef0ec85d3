/** Constructs the imports that the API is asked for: a part of container.ts, which hands it what everything else is made of. */
import { createImportFolders } from '../archive/index.js';
import type { Config } from '../config/index.js';
import type { Logger } from '../observability/logger.js';
import type { Events } from '../services/events.js';
import { createImportRunner } from '../services/imports/import-runner.js';
import { createImports } from '../services/imports/imports.js';
import { createImportUploads } from '../services/imports/upload.js';
import type { PhotoImport } from '../services/moving/photo-import.js';
import type { Store } from '../store/index.js';

export interface ImportServiceParts {
  readonly store: Store;
  readonly photoImport: PhotoImport;
  readonly events: Events;
  readonly settings: Config['imports'];
  readonly dataDir: string;
  readonly log: Logger;
}

export type ImportServices = ReturnType<typeof createImportServices>;

export function createImportServices({ settings, dataDir, ...parts }: ImportServiceParts) {
  const folders = createImportFolders(dataDir);
  const limits = { maxEntries: settings.maxEntries, maxExpandedBytes: settings.maxExpandedBytes };
  const importRunner = createImportRunner({ ...parts, ...settings, folders, limits });
  return {
    importRunner,
    imports: createImports({ ...parts, limits, onChanged: () => importRunner.wake() }),
    importUploads: createImportUploads(folders),
  };
}
