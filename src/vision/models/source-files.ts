/**
 * Finds the weights inside the installed npm packages and reads them, checked against the catalogue's digests. The
 * packages' own code is located, never run.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { FacedeskError } from '../../domain/errors.js';
import type { NetSource, SourceFile } from './catalogue.js';

export interface SourceBytes {
  readonly description: Uint8Array;
  readonly weights: Uint8Array;
}

/** @throws FacedeskError models_unavailable where the package is missing, unreadable, or not the pinned one. */
export async function readSource(source: NetSource): Promise<SourceBytes> {
  const folder = await packageFolder(source.package);
  const [description, weights] = await Promise.all([
    readPinned(source, folder, source.description),
    readPinned(source, folder, source.weights),
  ]);
  return { description, weights };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function readPinned(
  source: NetSource,
  folder: string,
  { path, sha256: pinned }: SourceFile,
): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, path)).catch((cause: unknown) => {
    throw new FacedeskError('models_unavailable', {
      detail: `${source.package} has no readable ${path}`,
      cause,
    });
  });
  if (sha256(bytes) !== pinned)
    throw new FacedeskError('models_unavailable', {
      detail: `${path} of ${source.package} is not the file of version ${source.version} that this service was made for`,
    });
  return bytes;
}

/**
 * The folder of a package that this one can import, wherever npm put it. Its entry point is resolved and its package.json
 * sought upwards from there, since a package need not export package.json.
 */
async function packageFolder(name: string): Promise<string> {
  let folder: string;
  try {
    folder = dirname(createRequire(import.meta.url).resolve(name));
  } catch (cause) {
    throw new FacedeskError('models_unavailable', { detail: `the package ${name} is not installed`, cause });
  }
  while (folder !== dirname(folder)) {
    const json = await readFile(join(folder, 'package.json'), 'utf8').catch(() => '{}');
    if ((JSON.parse(json) as { name?: string }).name === name) return folder;
    folder = dirname(folder);
  }
  throw new FacedeskError('models_unavailable', { detail: `the package ${name} has no package.json` });
}
