/** What runs, and how it is, for an operator's eyes: figures that other parts keep anyway. */
import type { Gallery } from '../gallery/index.js';
import type { Store } from '../store/index.js';
import type { VisionEngine, VisionStatus } from '../vision/index.js';
import type { GalleryFollower } from './gallery-follower.js';

export interface SystemState {
  readonly version: string;
  readonly model: string;
  /** Name and version. */
  readonly database: string;
  readonly gallery: { readonly people: number; readonly templates: number; readonly filled: boolean };
  readonly engine: Omit<VisionStatus, 'queuedBytes' | 'workMsAhead' | 'residentBytes'>;
}

export interface SystemReport {
  read(): SystemState;
}

export interface SystemReportParts {
  readonly version: string;
  readonly store: Pick<Store, 'engine'>;
  readonly vision: Pick<VisionEngine, 'modelId' | 'status'>;
  readonly gallery: Pick<Gallery, 'subjectCount' | 'templateCount'>;
  readonly follower: Pick<GalleryFollower, 'filled'>;
}

export function createSystemReport({
  version,
  store,
  vision,
  gallery,
  follower,
}: SystemReportParts): SystemReport {
  return {
    read: () => {
      const { workers, workersReady, running, queued, restarts, failing } = vision.status();
      return {
        version,
        // Known once the first worker is there.
        model: workersReady > 0 ? vision.modelId : 'not loaded yet',
        database: store.engine,
        gallery: { people: gallery.subjectCount, templates: gallery.templateCount, filled: follower.filled },
        engine: { workers, workersReady, running, queued, restarts, failing },
      };
    },
  };
}
