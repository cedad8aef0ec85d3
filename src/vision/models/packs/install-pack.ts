/**
 * Installs a model pack into the models folder. Nothing is ever fetched: whoever installs a pack brings its file, and only the
 * very bytes that the manifest names are taken.
 */
import { createReadStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FacedeskError } from '../../../domain/errors.js';
import { writeFileAtomically } from '../atomic-file.js';
import { faultOf, writePinnedFile } from '../pinned-file.js';
import { ModelPackError } from './model-pack-error.js';
import { parsePackManifest } from './pack-manifest.js';
import {
  listing,
  manifestFile,
  packFolder,
  type PackListing,
  readKnownManifest,
  readManifestText,
} from './pack-store.js';

export interface InstallOptions {
  /** The path of the ONNX file. */
  readonly from: string;
}

/**
 * Copies a pack's file into the models folder, if it is the file that the manifest names.
 * @param pack the name of a pack that comes with this program, or the path of a manifest (ending with .json)
 * @throws ModelPackError where manifest or file cannot be read, the file is another, or the folder cannot be written.
 */
export async function installPack(
  modelsDir: string,
  pack: string,
  { from }: InstallOptions,
): Promise<PackListing> {
  const text = await readManifestText(pack);
  return put(modelsDir, text, { called: from, pieces: () => piecesOf(from) });
}

/** A file that somebody sends. */
export interface BroughtFile {
  /** As the sender said beforehand; null where nothing was said. */
  readonly declaredBytes: number | null;
  readonly pieces: () => AsyncIterable<Uint8Array>;
}

/**
 * The same for a file that arrives, of a pack that comes with this program or is installed.
 * @throws ModelPackError as installPack does, and what the pieces throw; nothing is changed then
 */
export async function installBroughtFile(
  modelsDir: string,
  name: string,
  { declaredBytes, pieces }: BroughtFile,
): Promise<PackListing> {
  const text = await readKnownManifest(modelsDir, name);
  return put(modelsDir, text, { called: 'What was sent', declaredBytes, pieces });
}

interface Source {
  /** In messages. */
  readonly called: string;
  readonly declaredBytes?: number | null;
  readonly pieces: () => AsyncIterable<Uint8Array>;
}

async function put(modelsDir: string, manifestText: string, source: Source): Promise<PackListing> {
  const manifest = parsePackManifest(manifestText);
  const { called, declaredBytes = null, pieces } = source;
  const folder = packFolder(modelsDir, manifest.name);
  const fault =
    declaredBytes !== null && declaredBytes !== manifest.bytes
      ? faultOf({ bytes: declaredBytes, sha256: '' }, manifest)
      : await inFolder(folder, async () => {
          await mkdir(modelsDir, { recursive: true });
          const path = join(folder, manifest.file);
          return writePinnedFile(path, pieces(), { pin: manifest, waitingRoom: modelsDir });
        });
  if (fault !== undefined) {
    const sentence = `${called} is not the file of ${manifest.name}: ${fault}.`;
    throw new ModelPackError(sentence, { fault: 'another file' });
  }
  // Last, so that a pack is installed wholly or not at all.
  await inFolder(folder, () => writeFileAtomically(join(folder, manifestFile), Buffer.from(manifestText)));
  return listing(modelsDir, manifest.name);
}

async function inFolder<T>(folder: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof ModelPackError || cause instanceof FacedeskError) throw cause;
    throw new ModelPackError(`The pack cannot be written to ${folder}.`, { cause, fault: 'not writable' });
  }
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of createReadStream(path)) yield piece as Uint8Array;
  } catch (cause) {
    throw new ModelPackError(`${path} cannot be read.`, { cause });
  }
}
