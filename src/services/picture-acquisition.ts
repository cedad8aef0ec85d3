/**
 * Turns a folder's pictures into features for an evaluation, several at once and each one time. A picture without a usable
 * face is a failure to acquire and part of the result; an engine that cannot work is an error and ends it.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type ErrorCode, FacedeskError } from '../domain/errors.js';
import type { Features } from '../domain/features.js';
import { principalFace } from '../domain/principal-face.js';
import type { VisionEngine } from '../vision/index.js';
import { openFeatureFile } from './feature-file.js';

export interface Acquisition {
  readonly featuresOf: ReadonlyMap<string, Features>;
  /** Pictures that gave no features, with the reason. */
  readonly failures: ReadonlyMap<string, ErrorCode>;
}

export type OnProgress = (done: number, total: number) => void;

export interface AcquisitionRequest {
  readonly imagesFolder: string;
  /** Paths relative to the folder. */
  readonly pictures: readonly string[];
  /** Called after each picture. */
  readonly onProgress?: OnProgress;
  /** Pictures that it knows are not examined again; it is saved at the end. */
  readonly featureFile?: string;
}

/** Keeps a worker busy while its last answer is on the way back. */
const tasksBeyondWorkers = 2;

const picturesFault: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'image_unreadable',
  'image_format_unsupported',
  'image_damaged',
  'image_too_many_pixels',
  'no_face_found',
]);

/**
 * Features of each picture's principal face.
 * @throws FacedeskError where the engine fails for another reason than the picture.
 */
export async function acquirePictures(
  vision: VisionEngine,
  { imagesFolder, pictures, onProgress, featureFile }: AcquisitionRequest,
): Promise<Acquisition> {
  await vision.ready();
  const known = featureFile === undefined ? undefined : await openFeatureFile(featureFile, vision.modelId);
  const featuresOf = new Map<string, Features>();
  const failures = new Map<string, ErrorCode>();
  const waiting = [...pictures].reverse();

  const work = async (): Promise<void> => {
    for (let picture = waiting.pop(); picture !== undefined; picture = waiting.pop()) {
      const bytes = await readFile(path.join(imagesFolder, picture));
      const outcome = known?.recall(bytes) ?? (await acquire(vision, bytes));
      known?.keep(bytes, outcome);
      if (typeof outcome === 'string') failures.set(picture, outcome);
      else featuresOf.set(picture, outcome);
      onProgress?.(featuresOf.size + failures.size, pictures.length);
    }
  };
  try {
    await Promise.all(Array.from({ length: vision.status().workers + tasksBeyondWorkers }, work));
  } finally {
    waiting.length = 0;
    await known?.save();
  }
  return { featuresOf, failures };
}

async function acquire(vision: VisionEngine, bytes: Uint8Array): Promise<Features | ErrorCode> {
  try {
    return principalFace(await vision.examine(bytes, { purpose: 'bulk' }))?.features ?? 'no_face_found';
  } catch (error) {
    if (error instanceof FacedeskError && picturesFault.has(error.code)) return error.code;
    throw error;
  }
}
