/** What runs, and how it is, for an operator's eyes: figures that other parts keep anyway. */
import { setTimeout } from 'node:timers/promises';
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

/** What takes a look to know. */
export interface SystemHealth {
  /** Of the process that answers. RFC 3339, UTC. */
  readonly startedAt: string;
  /** Of Node. */
  readonly runtime: string;
  /** Main memory that the process holds, without the processes that examine photos; and those. */
  readonly memory: { readonly serviceBytes: number; readonly engineBytes: number };
  /** How long the database took for one answer; null where it gave none. */
  readonly databaseMs: number | null;
  /** Changes that other processes and this one wrote and the gallery has not read yet; it does before each search. Null as above. */
  readonly galleryLag: number | null;
  /** Of the file system of the data folder; null where it cannot be told. */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
}

export interface SystemReport {
  read(): SystemState;
  /** Waits for the database for 1.5 seconds at most. */
  look(): Promise<SystemHealth>;
}

/** Where what belongs to the machine is asked. */
export interface Machine {
  readonly startedAt: Date;
  readonly runtime: string;
  residentBytes(): number;
  disk(): Promise<SystemHealth['disk']>;
}

export interface SystemReportParts {
  readonly version: string;
  readonly store: Pick<Store, 'engine' | 'ping' | 'currentCursor'>;
  readonly vision: Pick<VisionEngine, 'modelId' | 'status'>;
  readonly gallery: Pick<Gallery, 'subjectCount' | 'templateCount'>;
  readonly follower: Pick<GalleryFollower, 'filled' | 'cursor'>;
  readonly machine: Machine;
}

const longestLookMs = 1500;

export function createSystemReport({
  version,
  store,
  vision,
  gallery,
  follower,
  machine,
}: SystemReportParts): SystemReport {
  const lookAtDatabase = async (): Promise<Pick<SystemHealth, 'databaseMs' | 'galleryLag'>> => {
    const askedAtMs = performance.now();
    await store.ping();
    const databaseMs = Math.round((performance.now() - askedAtMs) * 10) / 10;
    const { cursor } = follower;
    return { databaseMs, galleryLag: cursor === undefined ? null : (await store.currentCursor()) - cursor };
  };

  return {
    look: async () => {
      const unknown = { databaseMs: null, galleryLag: null };
      const late = setTimeout(longestLookMs, unknown, { ref: false });
      const [database, disk] = await Promise.all([
        Promise.race([lookAtDatabase().catch(() => unknown), late]),
        machine.disk(),
      ]);
      const memory = {
        serviceBytes: machine.residentBytes(),
        engineBytes: vision.status().residentBytes,
      };
      const { startedAt, runtime } = machine;
      return { startedAt: startedAt.toISOString(), runtime, memory, ...database, disk };
    },
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
