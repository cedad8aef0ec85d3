/**
 * Model packs on disk: which ones are known, and installing one into the models folder. Nothing is ever fetched: whoever
 * installs a pack brings its file, and only the very bytes that the manifest names are taken.
 */
import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFileAtomically } from '../atomic-file.js';
import { sha256 } from '../source-files.js';
import { ModelPackError } from './model-pack-error.js';
import type { DetectorManifest } from './detector-pack.js';
import type { EmbeddingManifest } from './embedding-pack.js';
import { type PackKind, type PackManifest, isDetector, kindOf, parsePackManifest } from './pack-manifest.js';

/** Manifests that come with this program, without weights. */
const shippedFolder = fileURLToPath(new URL('../../../../model-packs/', import.meta.url));
const manifestFile = 'manifest.json';

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
  const installed = await fileNames(packsFolder(modelsDir));
  const names = [...new Set([...known, ...installed])].sort();
  return Promise.all(names.map((name) => listing(modelsDir, name)));
}

export interface InstallOptions {
  /** The ONNX file. */
  readonly from: string;
}

/**
 * Copies a pack's file into the models folder, if it is the file that the manifest names.
 * @param pack the name of a pack that comes with this program, or the path of a manifest (ending with .json)
 * @throws ModelPackError where manifest or file cannot be read, or the file's size or digest is another.
 */
export async function installPack(
  modelsDir: string,
  pack: string,
  { from }: InstallOptions,
): Promise<PackListing> {
  const text = await readManifestText(pack);
  const manifest = parsePackManifest(text);
  const bytes = await readOr(from, `${from} cannot be read.`);
  const fault = faultOf(manifest, bytes);
  if (fault !== undefined) throw new ModelPackError(`${from} is not the file of ${manifest.name}: ${fault}.`);
  const folder = packFolder(modelsDir, manifest.name);
  try {
    await mkdir(folder, { recursive: true });
    await writeFileAtomically(join(folder, manifest.file), bytes);
    // Last, so that a pack is installed wholly or not at all.
    await writeFileAtomically(join(folder, manifestFile), Buffer.from(text));
  } catch (cause) {
    throw new ModelPackError(`The pack cannot be written to ${folder}.`, { cause });
  }
  return listing(modelsDir, manifest.name);
}

/** What is known of a pack before it is installed. @throws ModelPackError as installPack does. */
export async function describePack(pack: string): Promise<PackManifest> {
  return parsePackManifest(await readManifestText(pack));
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

function packFolder(modelsDir: string, name: string): string {
  return join(packsFolder(modelsDir), name);
}

async function listing(modelsDir: string, name: string): Promise<PackListing> {
  const installedText = await readIfPresent(join(packFolder(modelsDir, name), manifestFile));
  const manifest = parsePackManifest(installedText?.toString('utf8') ?? (await readManifestText(name)));
  const net = installedText && (await readIfPresent(join(packFolder(modelsDir, name), manifest.file)));
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

function faultOf({ bytes, sha256: pinned }: PackManifest, net: Uint8Array): string | undefined {
  if (net.length !== bytes) return `it has ${net.length} bytes, not ${bytes}`;
  const digest = sha256(net);
  return digest === pinned ? undefined : `its SHA-256 is ${digest}, not ${pinned}`;
}

async function readManifestText(pack: string): Promise<string> {
  if (pack.endsWith('.json')) return (await readOr(pack, `${pack} cannot be read.`)).toString('utf8');
  const unknown = `There is no model pack of the name ${pack}. Run: facedesk models list`;
  if (!/^[a-z0-9][a-z0-9.-]*$/.test(pack)) throw new ModelPackError(unknown);
  return (await readOr(join(shippedFolder, `${pack}.json`), unknown)).toString('utf8');
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
    if (error.code === 'ENOENT') return undefined;
    throw new ModelPackError(`${path} cannot be read.`, { cause: error });
  });
}
