/**
 * Fetches the face examples of a CompreFace recognition service over its documented REST interface (docs/Rest-API-description.md
 * of exadel-inc/CompreFace): GET /api/v1/recognition/faces lists them page by page, GET …/faces/<image_id>/img gives one. The
 * photos lie in a folder afterwards, with a list that an import reads; what is there already is not fetched again.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnProgress } from '../picture-acquisition.js';
import { PhotoSourceError } from './photo-source.js';

export interface ComprefaceRequest {
  /** Where CompreFace answers: http://localhost:8000. */
  readonly url: string;
  /** Of the recognition service whose faces are fetched. */
  readonly apiKey: string;
  readonly folder: string;
  readonly onProgress?: OnProgress;
}

interface FaceExample {
  readonly imageId: string;
  readonly subject: string;
}

const pageSize = 200;
const timeoutMs = 30_000;
const listName = 'photos.csv';

/**
 * The path of the list. An example without a photo is listed, too, so that the report names it: CompreFace keeps none where
 * it runs with save_images_to_db=false.
 * @throws PhotoSourceError where CompreFace cannot be reached, refuses the key or answers something else
 */
export async function downloadCompreface(request: ComprefaceRequest): Promise<string> {
  const { folder, onProgress } = request;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const examples = await listExamples(request);
  let done = 0;
  for (const { imageId } of examples) {
    const file = join(folder, `${imageId}.jpg`);
    if ((await stat(file).catch(() => null)) === null) {
      const path = `/api/v1/recognition/faces/${imageId}/img`;
      await writeWhole(file, Buffer.from(await (await ask(request, path)).arrayBuffer()));
    }
    done++;
    onProgress?.(done, examples.length);
  }
  const lines = examples.map(({ imageId, subject }) => `"${subject.replaceAll('"', '""')}",${imageId}.jpg`);
  const list = join(folder, listName);
  await writeWhole(list, ['id,photo', ...lines, ''].join('\n'));
  return list;
}

async function listExamples(request: ComprefaceRequest): Promise<FaceExample[]> {
  const examples: FaceExample[] = [];
  for (let page = 0; ; page++) {
    const answer = await ask(request, `/api/v1/recognition/faces?page=${page}&size=${pageSize}`);
    const body = (await answer.json().catch(() => null)) as { faces?: unknown; total_pages?: unknown } | null;
    if (!Array.isArray(body?.faces) || typeof body.total_pages !== 'number') throw noCompreface(request.url);
    for (const face of body.faces as { image_id?: unknown; subject?: unknown }[]) {
      const { image_id: imageId, subject } = face;
      // It becomes the name of a file.
      if (typeof imageId !== 'string' || !/^[0-9a-f-]{36}$/i.test(imageId) || typeof subject !== 'string')
        throw noCompreface(request.url);
      examples.push({ imageId, subject });
    }
    if (page + 1 >= body.total_pages) return examples;
  }
}

async function ask({ url, apiKey }: ComprefaceRequest, path: string): Promise<Response> {
  const answer = await fetch(new URL(path, url), {
    headers: { 'x-api-key': apiKey },
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((cause: unknown) => {
    throw new PhotoSourceError(`CompreFace cannot be reached at ${url}.`, { cause });
  });
  if (answer.ok) return answer;
  const remedy = answer.status < 500 ? ' Is the key that of its recognition service?' : '';
  throw new PhotoSourceError(`CompreFace at ${url} answered ${answer.status}.${remedy}`);
}

function noCompreface(url: string): PhotoSourceError {
  return new PhotoSourceError(`What answers at ${url} does not answer as CompreFace does.`);
}

async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const unfinished = `${file}.${randomUUID()}.partial`;
  await writeFile(unfinished, content, { mode: 0o600, flag: 'wx' });
  await rename(unfinished, file);
}
