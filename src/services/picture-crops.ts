/** The faces on a few pictures as small JPEGs, for somebody to look at in a report. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { principalFace } from '../domain/principal-face.js';
import type { VisionEngine } from '../vision/index.js';

/**
 * Cuts out of each picture the face that an evaluation compares. Where that is not the largest one, which is all that the
 * engine cuts out, the whole picture is returned instead.
 * @returns JPEG bytes by path; a picture without a face is left out.
 */
export async function cropPictures(
  vision: VisionEngine,
  imagesFolder: string,
  pictures: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const crops = new Map<string, Uint8Array>();
  for (const picture of new Set(pictures)) {
    const bytes = await readFile(path.join(imagesFolder, picture));
    const measures = await vision.examine(bytes, { keep: 'crop', purpose: 'bulk' });
    const isLargest = principalFace(measures) === measures.faces[0];
    const { keptPhoto } = isLargest
      ? measures
      : await vision.examine(bytes, { keep: 'full', purpose: 'bulk' });
    if (keptPhoto !== undefined) crops.set(picture, keptPhoto.jpeg);
  }
  return crops;
}
