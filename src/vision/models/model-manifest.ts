/**
 * manifest.json of the cache folder: for people and other programs, what each compiled net was made from. It follows
 * wholly from the catalogue, so every process writes the same one.
 */
import { isDeepStrictEqual } from 'node:util';
import { catalogue, netNames, translatorVersion, type NetName, type SourceFile } from './catalogue.js';

export const manifestFileName = 'manifest.json';

export interface ManifestEntry {
  readonly package: string;
  readonly version: string;
  readonly licence: string;
  readonly origin: string;
  readonly sources: readonly SourceFile[];
  readonly translatorVersion: number;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
  /** Width and height of the net's input in pixels. */
  readonly sidePx: number;
}

export function manifestEntry(name: NetName): ManifestEntry {
  const { source, sidePx, compiled } = catalogue[name];
  return {
    package: source.package,
    version: source.version,
    licence: source.licence,
    origin: source.origin,
    sources: [source.description, source.weights],
    translatorVersion,
    file: `${name}.onnx`,
    sha256: compiled.sha256,
    bytes: compiled.bytes,
    sidePx,
  };
}

export function manifestText(): string {
  const entries = Object.fromEntries(netNames.map((name) => [name, manifestEntry(name)]));
  return JSON.stringify(entries, null, 2) + '\n';
}

/** The nets that a manifest describes as this version would; none where it is no manifest. */
export function currentNets(text: string): ReadonlySet<NetName> {
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    return new Set();
  }
  if (typeof manifest !== 'object' || manifest === null) return new Set();
  const entries = manifest as Record<string, unknown>;
  return new Set(netNames.filter((name) => isDeepStrictEqual(entries[name], manifestEntry(name))));
}
