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
  { imagesFolder, pictures, onProgress }: AcquisitionRequest,
): Promise<Acquisition> {
  const featuresOf = new Map<string, Features>();
  const failures = new Map<string, ErrorCode>();
  const waiting = [...pictures].reverse();

  const work = async (): Promise<void> => {
    for (let picture = waiting.pop(); picture !== undefined; picture = waiting.pop()) {
      const outcome = await acquire(vision, path.join(imagesFolder, picture));
      if (typeof outcome === 'string') failures.set(picture, outcome);
      else featuresOf.set(picture, outcome);
      onProgress?.(featuresOf.size + failures.size, pictures.length);
    }
  };
  await vision.ready();
  try {
    await Promise.all(Array.from({ length: vision.status().workers + tasksBeyondWorkers }, work));
  } finally {
    waiting.length = 0;
  }
  return { featuresOf, failures };
}

async function acquire(vision: VisionEngine, file: string): Promise<Features | ErrorCode> {
  const bytes = await readFile(file);
  try {
    return principalFace(await vision.examine(bytes))?.features ?? 'no_face_found';
  } catch (error) {
    if (error instanceof FacedeskError && picturesFault.has(error.code)) return error.code;
    throw error;
  }
}
