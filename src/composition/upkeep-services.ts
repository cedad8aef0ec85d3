/** Constructs what keeps a desk going: keys, moving in and out, and what an administrator looks at. A part of container.ts. */
import { mayServeWithoutKeys, type Config } from '../config/index.js';
import { createExactGallery } from '../gallery/index.js';
import { createEncryption } from '../services/encryption.js';
import { createGalleryReporting } from '../services/gallery-report.js';
import { createKeys } from '../services/keys.js';
import { createLookalikes } from '../services/lookalikes.js';
import { createModelChange } from '../services/model-change.js';
import { createPhotoImport } from '../services/moving/photo-import.js';
import { createSubjectTransfer } from '../services/moving/subject-transfer.js';
import { createRefreshReview } from '../services/refresh-review.js';
import type { Foundation } from './foundation.js';

export type UpkeepServices = ReturnType<typeof createUpkeepServices>;

export function createUpkeepServices(foundation: Foundation, config: Config) {
  const { http, store, enrolment, decision } = config;
  return {
    keys: createKeys({
      ...foundation,
      settingsKeys: http.apiKeys,
      openWithoutKeys: mayServeWithoutKeys(http),
    }),
    encryption: createEncryption({ ...foundation, keys: foundation.keySource }),
    refreshes: createRefreshReview(foundation),
    galleryReporting: createGalleryReporting({ ...foundation, margin: decision.margin }),
    lookalikes: createLookalikes(foundation.store),
    modelChange: createModelChange(foundation),
    subjectTransfer: createSubjectTransfer(foundation),
    photoImport: createPhotoImport({
      ...foundation,
      createGallery: createExactGallery,
      keepPhotos: enrolment.keepPhotos,
      maxPhotoBytes: http.maxUploadBytes,
      dataDir: store.dataDir,
    }),
  };
}
