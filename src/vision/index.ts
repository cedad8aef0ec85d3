/**
 * The vision engine's door: a picture goes in, measured faces come out. The work happens in child processes, so that no
 * picture can stop, slow or crash the process that answers requests.
 */
import type { ImageAppearance, ImageMeasures } from '../domain/face.js';
import type { ModelPrior } from '../domain/model-prior.js';

export type PhotoKeeping = 'none' | 'crop' | 'full';

/** What a picture is examined for, the most urgent first: somebody at the door, somebody at the desk, nobody who waits. */
export type Purpose = 'verification' | 'enrolment' | 'bulk';

export interface ExamineOptions {
  /** What to return for keeping; none unless asked. */
  readonly keep?: PhotoKeeping;
  /** Whether to look for signs of a presentation attack on the largest face; not unless asked. */
  readonly attack?: boolean;
  /** Says who goes first where pictures have to wait; verification unless told. */
  readonly purpose?: Purpose;
  /** Gives up on a task that is still waiting; one that already runs is finished and thrown away. */
  readonly signal?: AbortSignal;
}

export interface VisionStatus {
  readonly workers: number;
  readonly workersReady: number;
  readonly running: number;
  readonly queued: number;
  /** Of the pictures that wait. */
  readonly queuedBytes: number;
  /** Until what is examined and what waits is done, by estimate. */
  readonly workMsAhead: number;
  /** Memory of the workers together, each as it was after its last picture. */
  readonly residentBytes: number;
  readonly restarts: number;
  /** True while workers end again and again without having finished a picture; nothing waits for them meanwhile. */
  readonly failing: boolean;
}

export interface VisionEngine {
  /** Identifies nets and pre-processing by their content; features compare only under one model id. */
  readonly modelId: string;
  /** What is known of this model's scores where the gallery itself cannot tell; there once ready() has resolved, as modelId is. */
  readonly prior: ModelPrior;
  /**
   * Measures every face in a JPEG, PNG or WebP file.
   * @throws FacedeskError image_unreadable, image_format_unsupported, image_damaged, image_too_many_pixels where the picture is
   * at fault; busy, vision_timeout, vision_unavailable, shutting_down where it is not.
   */
  examine(image: Uint8Array, options?: ExamineOptions): Promise<ImageMeasures>;
  /** As examine, without features, which are most of the work: for judging a photo, or a camera's frames one by one. */
  measure(image: Uint8Array, options?: Pick<ExamineOptions, 'signal' | 'attack'>): Promise<ImageAppearance>;
  /** Resolves when the first worker can examine a picture. */
  ready(): Promise<void>;
  status(): VisionStatus;
  /** Finishes what runs, refuses what waits, ends the children. */
  close(): Promise<void>;
}

export { createVisionEngine } from './pool/vision-pool.js';
export type { VisionOptions } from './pool/vision-pool.js';
export type { TaskReport } from './pool/vision-task.js';
export { compileModels, listModels, verifyModels } from './models/model-cache.js';
export type { ModelListing } from './models/model-cache.js';
export { builtInModelName } from './models/built-in-model.js';
export { builtInDetectorName } from './models/detector-model.js';
export type { EmbeddingEffort } from './models/embedding-model.js';
export { createModelFiles } from './models/packs/model-files.js';
export type { ModelFiles } from './models/packs/model-files.js';
export { installPack } from './models/packs/install-pack.js';
export type { BroughtFile } from './models/packs/install-pack.js';
export { describePack, listPacks } from './models/packs/pack-store.js';
export type { PackListing } from './models/packs/pack-store.js';
