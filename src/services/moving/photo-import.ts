/**
 * Moves people in from another service's photos: examines every photo of those who are not enrolled yet, chooses one as each
 * person's reference, and writes whom it chose. The store itself remembers how far it came, so a killed run goes on where it
 * was; a dry run does the same and writes nothing.
 */
import { join } from 'node:path';
import type { DisputeRule } from '../../domain/moving/choose-reference.js';
import type { QualityPolicies } from '../../domain/quality.js';
import type { Gallery } from '../../gallery/index.js';
import type { Logger } from '../../observability/logger.js';
import type { Store } from '../../store/index.js';
import type { PhotoKeeping, VisionEngine } from '../../vision/index.js';
import type { OnProgress } from '../picture-acquisition.js';
import { openJournal, readJournal } from './import-journal.js';
import type { ImportReport } from './import-report.js';
import type { ImportTimes } from './import-times.js';
import { KnownFaces } from './known-faces.js';
import { type OldUser, groupByPerson } from './photo-groups.js';
import { PhotoImportRun } from './photo-import-run.js';
import type { PhotoSource } from './photo-claims.js';

export interface PhotoImportRequest {
  readonly source: PhotoSource;
  /** The old table of users, where it is at hand: it says who is still a user, and since when. */
  readonly users?: readonly OldUser[];
  /** 'look' examines and reports, and writes nothing. */
  readonly mode: 'look' | 'write';
  /** Whom to trust where an id's photos contradict one another. */
  readonly disputes: DisputeRule;
  readonly onProgress?: OnProgress;
  /** Ends the run early: whose photos are not all examined by then is left out of the report. */
  readonly signal?: AbortSignal;
  /**
   * A journal of this import alone, in place of that of the data folder. Whom it calls enrolled was enrolled by this import,
   * and is not enrolled a second time where they were erased since.
   */
  readonly ownJournal?: string;
  /** Told where the time goes. */
  readonly times?: ImportTimes;
}

export interface PhotoImport {
  /** @throws FacedeskError those of the engine and the store, which leave what was written so far */
  run(request: PhotoImportRequest): Promise<ImportReport>;
}

/** What an import asks the store for. */
export type ImportStore = Pick<
  Store,
  'findSubject' | 'findSubjectByNo' | 'templatesOf' | 'listTemplates' | 'restore'
>;

export interface PhotoImportParts {
  readonly store: ImportStore;
  readonly vision: VisionEngine;
  /** An empty gallery for this run alone. */
  readonly createGallery: () => Gallery;
  readonly keepPhotos: PhotoKeeping;
  /** The defaults unless told. */
  readonly policies?: QualityPolicies;
  /** Larger photos are not opened. */
  readonly maxPhotoBytes: number;
  /** Where the journal is kept. */
  readonly dataDir: string;
  readonly log: Logger;
}

export const journalName = 'import-journal.ndjson';

export function createPhotoImport(parts: PhotoImportParts): PhotoImport {
  return {
    run: async (request) => {
      const { store, vision, dataDir, log } = parts;
      await vision.ready();
      const source = request.times?.source(request.source) ?? request.source;
      const grouping = groupByPerson(source.claims, request.users);
      const file = request.ownJournal ?? join(dataDir, journalName);
      const journal = request.mode === 'write' ? await openJournal(file) : await readJournal(file);
      try {
        const fill = () =>
          KnownFaces.ofStore({ store, vision }, parts.createGallery(), grouping.groups.length);
        const { times } = request;
        const faces = times === undefined ? await fill() : times.faces(await times.of('fill', fill));
        const timed = times && { store: times.store(store), vision: times.vision(vision) };
        const run = new PhotoImportRun({ ...parts, ...timed, request, grouping, journal, faces });
        const report = await run.finish();
        log.info({ enrolled: report.enrolled, leftOut: report.leftOut }, 'import finished');
        return report;
      } finally {
        await journal.close();
      }
    },
  };
}
