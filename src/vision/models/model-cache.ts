/**
 * Keeps the compiled nets in a folder, and hands out only bytes whose digest is the catalogue's. What is missing, damaged
 * or made by another version is compiled again. Any number of processes may use one folder at once: files are replaced
 * whole, and all write the same bytes.
 */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FacedeskError } from '../../domain/errors.js';
import { writeFileAtomically } from './atomic-file.js';
import { catalogue, netNames, type NetName } from './catalogue.js';
import { compileNet } from './compile-net.js';
import {
  currentNets,
  manifestEntry,
  manifestFileName,
  manifestText,
  type ManifestEntry,
} from './model-manifest.js';
import { sha256 } from './source-files.js';

export interface ModelProgress {
  readonly name: NetName;
  /** Nets that are ready, this one included, out of `total`. */
  readonly done: number;
  readonly total: number;
  readonly outcome: 'compiled' | 'kept';
}

export interface CompileOptions {
  readonly onProgress?: (progress: ModelProgress) => void;
}

export interface ModelListing extends ManifestEntry {
  readonly name: NetName;
  readonly state: 'ready' | 'missing' | 'outdated';
}

/**
 * Makes every net that is not ready; leaves the others as they are.
 * @throws FacedeskError models_unavailable where a package is not the pinned one or the folder cannot be written.
 */
export async function compileModels(
  cacheDir: string,
  { onProgress }: CompileOptions = {},
): Promise<ModelListing[]> {
  const listings = await listModels(cacheDir);
  for (const [index, { name, state }] of listings.entries()) {
    if (state !== 'ready') await storeNet(cacheDir, name, await compilePinned(name));
    const outcome = state === 'ready' ? 'kept' : 'compiled';
    onProgress?.({ name, done: index + 1, total: listings.length, outcome });
  }
  return listings.map((listing) => ({ ...listing, state: 'ready' }));
}

/** Every net of the catalogue, and whether the folder holds it; digests are checked, nothing is written. */
export async function listModels(cacheDir: string): Promise<ModelListing[]> {
  const current = await readCurrentNets(cacheDir);
  const listings: ModelListing[] = [];
  for (const name of netNames) {
    const bytes = await readIfPresent(netPath(cacheDir, name));
    const ready = bytes !== undefined && current.has(name) && isPinned(name, bytes);
    const state = bytes === undefined ? 'missing' : ready ? 'ready' : 'outdated';
    listings.push({ name, ...manifestEntry(name), state });
  }
  return listings;
}

/** @throws FacedeskError models_unavailable naming the nets that are missing or whose digest is wrong. */
export async function verifyModels(cacheDir: string): Promise<ModelListing[]> {
  const listings = await listModels(cacheDir);
  const faults = listings
    .filter(({ state }) => state !== 'ready')
    .map(({ name, state }) => `${name} is ${state}`);
  if (faults.length > 0) throw new FacedeskError('models_unavailable', { detail: faults.join(', ') });
  return listings;
}

/**
 * The bytes of one net, compiled first where the folder does not hold them as they should be.
 * @throws FacedeskError models_unavailable as compileModels does.
 */
export async function openModel(cacheDir: string, name: NetName): Promise<Uint8Array> {
  const cached = await readIfPresent(netPath(cacheDir, name));
  if (cached !== undefined && isPinned(name, cached)) return cached;
  const compiled = await compilePinned(name);
  await storeNet(cacheDir, name, compiled);
  return compiled;
}

/** Names the net that makes features, by its content; alignment and pre-processing before it are not part of it. */
export function embeddingModelId(): string {
  return `dlib-resnet-v1:${catalogue.embedding.compiled.sha256.slice(0, 12)}`;
}

function netPath(cacheDir: string, name: NetName): string {
  return join(cacheDir, manifestEntry(name).file);
}

function isPinned(name: NetName, bytes: Uint8Array): boolean {
  return sha256(bytes) === catalogue[name].compiled.sha256;
}

async function compilePinned(name: NetName): Promise<Uint8Array> {
  const bytes = await compileNet(name);
  if (!isPinned(name, bytes))
    throw new FacedeskError('models_unavailable', {
      detail: `${name} compiled to ${sha256(bytes)} (${bytes.length} bytes), which is not the catalogue's digest`,
    });
  return bytes;
}

/** The manifest says what each net is made of, even one that is not there yet; listModels looks at both. */
async function storeNet(cacheDir: string, name: NetName, bytes: Uint8Array): Promise<void> {
  try {
    await mkdir(cacheDir, { recursive: true });
    await writeFileAtomically(netPath(cacheDir, name), bytes);
    await writeFileAtomically(join(cacheDir, manifestFileName), Buffer.from(manifestText()));
  } catch (cause) {
    throw new FacedeskError('models_unavailable', { detail: 'the model cache cannot be written', cause });
  }
}

async function readCurrentNets(cacheDir: string): Promise<ReadonlySet<NetName>> {
  const bytes = await readIfPresent(join(cacheDir, manifestFileName));
  return bytes === undefined ? new Set() : currentNets(new TextDecoder().decode(bytes));
}

async function readIfPresent(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new FacedeskError('models_unavailable', { detail: 'the model cache cannot be read', cause });
  }
}
