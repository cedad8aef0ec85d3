/** Model packs on disk: which ones are known, and what is installed, checked. How one gets there is install-pack.ts. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultOf as faultOfFile } from '../pinned-file.js';
import { sha256 } from '../source-files.js';
import { ModelPackError } from './model-pack-error.js';
import type { DetectorManifest } from './detector-pack.js';
import type { EmbeddingManifest } from './embedding-pack.js';
import { type PackKind, type PackManifest, isDetector, kindOf, parsePackManifest } from './pack-manifest.js';

/** Manifests that come with this program, without weights. */
const shippedFolder = fileURLToPath(new URL('../../../../model-packs/', import.meta.url));
export const manifestFile = 'manifest.json';

export interface PackListing {
  readonly name: string;
  readonly kind: PackKind;
  readonly title: string;
  readonly licence: string;
  readonly source: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly state: 'installed' | 'available' | 'damaged';
}

/**
 * Every pack that comes with this program or is installed, by name. Digests are checked.
 * @throws ModelPackError where an installed manifest cannot be used.
 */
export async function listPacks(modelsDir: string): Promise<PackListing[]> {
  const shipped = (await fileNames(shippedFolder)).filter((name) => name.endsWith('.json'));
  const known = shipped.map((name) => name.slice(0, -'.json'.length));
  const folders = await fileNames(packsFolder(modelsDir));
  const manifests = await Promise.all(folders.map((name) => installedManifest(modelsDir, name)));
  // An installation that was cut off has none yet.
  const installed = folders.filter((_name, at) => manifests[at] !== undefined);
  const names = [...new Set([...known, ...installed])].sort();
  return Promise.all(names.map((name) => listing(modelsDir, name)));
}

/** What is known of a pack before it is installed. @throws ModelPackError as installPack does. */
export async function describePack(pack: string): Promise<PackManifest> {
  return parsePackManifest(await readManifestText(pack));
}

/**
 * The manifest of a pack by its name alone, as it is installed, or as it comes with this program.
 * @throws ModelPackError where neither is so
 */
export async function readKnownManifest(modelsDir: string, name: string): Promise<string> {
  if (!packName.test(name)) throw unknownPack(name);
  return (await installedManifest(modelsDir, name)) ?? (await readManifestText(name));
}

interface OpenedPack<Manifest> {
  readonly manifest: Manifest;
  readonly net: Uint8Array;
}

/** An installed pack that makes features, checked. @throws ModelPackError where it is none, not installed or damaged. */
export async function openEmbeddingPack(
  modelsDir: string,
  name: string,
): Promise<OpenedPack<EmbeddingManifest>> {
  const { manifest, net } = await openPack(modelsDir, name);
  if (!isDetector(manifest)) return { manifest, net };
  throw new ModelPackError(
    `The model pack ${name} finds faces and makes no features: name it in FACEDESK_DETECTOR.`,
  );
}

/** An installed pack that finds faces, checked. @throws ModelPackError where it is none, not installed or damaged. */
export async function openDetectorPack(
  modelsDir: string,
  name: string,
): Promise<OpenedPack<DetectorManifest>> {
  const { manifest, net } = await openPack(modelsDir, name);
  if (isDetector(manifest)) return { manifest, net };
  throw new ModelPackError(
    `The model pack ${name} makes features and finds no faces: name it in FACEDESK_MODEL.`,
  );
}

async function openPack(modelsDir: string, name: string): Promise<OpenedPack<PackManifest>> {
  const folder = packFolder(modelsDir, name);
  const notInstalled = `The model pack ${name} is not installed. Run: facedesk models install ${name}`;
  const manifest = parsePackManifest(
    (await readOr(join(folder, manifestFile), notInstalled)).toString('utf8'),
  );
  const net = await readOr(join(folder, manifest.file), notInstalled);
  const fault = faultOf(manifest, net);
  if (fault !== undefined)
    throw new ModelPackError(`The file of the model pack ${name} is damaged: ${fault}.`);
  return { manifest, net };
}

function packsFolder(modelsDir: string): string {
  return join(modelsDir, 'packs');
}

export function packFolder(modelsDir: string, name: string): string {
  return join(packsFolder(modelsDir), name);
}

/** @throws ModelPackError as listPacks does */
export async function listing(modelsDir: string, name: string): Promise<PackListing> {
  const installedText = await installedManifest(modelsDir, name);
  const manifest = parsePackManifest(installedText ?? (await readManifestText(name)));
  const net =
    installedText === undefined
      ? undefined
      : await readIfPresent(join(packFolder(modelsDir, name), manifest.file));
  const sound = net !== undefined && faultOf(manifest, net) === undefined;
  const { title, licence, source, file, sha256: digest, bytes } = manifest;
  const state = installedText === undefined ? 'available' : sound ? 'installed' : 'damaged';
  return {
    name: manifest.name,
    kind: kindOf(manifest),
    title,
    licence,
    source,
    file,
    sha256: digest,
    bytes,
    state,
  };
}

async function installedManifest(modelsDir: string, name: string): Promise<string | undefined> {
  const bytes = await readIfPresent(join(packFolder(modelsDir, name), manifestFile));
  return bytes?.toString('utf8');
}

function faultOf(manifest: PackManifest, net: Uint8Array): string | undefined {
  // Hashing a file of another length would say nothing more.
  const digest = net.length === manifest.bytes ? sha256(net) : '';
  return faultOfFile({ bytes: net.length, sha256: digest }, manifest);
}

/** @param pack the name of a pack that comes with this program, or the path of a manifest (ending with .json) */
export async function readManifestText(pack: string): Promise<string> {
  if (pack.endsWith('.json')) return (await readOr(pack, `${pack} cannot be read.`)).toString('utf8');
  const path = join(shippedFolder, `${pack}.json`);
  const bytes = packName.test(pack) ? await readIfPresent(path) : undefined;
  if (bytes === undefined) throw unknownPack(pack);
  return bytes.toString('utf8');
}

const packName = /^[a-z0-9][a-z0-9.-]*$/;

function unknownPack(name: string): ModelPackError {
  const sentence = `There is no model pack of the name ${name}. Run: facedesk models list`;
  return new ModelPackError(sentence, { fault: 'unknown' });
}

async function fileNames(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new ModelPackError(`${folder} cannot be read.`, { cause: error });
  });
}

async function readOr(path: string, sentence: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new ModelPackError(sentence, { cause });
  });
}

async function readIfPresent(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new ModelPackError(`${path} cannot be read.`, { cause: error });
  });
}
