/**
 * The npm packages that are shipped, read from package-lock.json: all that `npm ci --omit=dev` may install, on whatever
 * machine. (`npm sbom --omit=dev` leaves out what development needs as well.) Does not look at what is installed.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One entry of the lock file, as npm writes it. */
interface LockEntry {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export type LockEntries = Readonly<Record<string, LockEntry>>;

export interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Where it is installed, from the root of the repository. */
  readonly path: string;
  readonly purl: string;
  /** SPDX expression, or undefined where the package names none. */
  readonly licence: string | undefined;
  /** SHA-512 of its archive in lower-case hexadecimal; undefined for what is part of this repository. */
  readonly sha512: string | undefined;
  /** Not installed on every machine, as native code for another one. */
  readonly optional: boolean;
  /** The purls of what it needs. */
  readonly needs: readonly string[];
}

export function readLockEntries(root: string): LockEntries {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: LockEntries };
  return lock.packages;
}

/** One of each name and version, by purl; the root itself is not among them. */
export function shippedPackages(entries: LockEntries): LockedPackage[] {
  const byPurl = new Map<string, LockedPackage>();
  for (const [path, entry] of Object.entries(entries)) {
    if (path === '' || entry.dev || entry.link) continue;
    const locked = describe(entries, path, entry);
    const twin = byPurl.get(locked.purl);
    byPurl.set(locked.purl, twin === undefined ? locked : joined(twin, locked));
  }
  return [...byPurl.values()].sort((a, b) => compareText(a.purl, b.purl));
}

/** The purls of what an entry of the lock file needs; '' is the root. */
export function needsOf(entries: LockEntries, path: string): string[] {
  const { dependencies, optionalDependencies, peerDependencies } = entries[path] ?? {};
  const names = Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies });
  const found = names
    .map((name) => locate(entries, path, name))
    .filter((place) => place !== undefined && !entries[place]!.dev)
    .map((place) => purlOf(nameOf(place!, entries[place!]!), entries[place!]!.version ?? ''));
  return [...new Set(found)].sort(compareText);
}

/** https://github.com/package-url/purl-spec: the scope's @ is encoded, its slash is not. */
export function purlOf(name: string, version: string): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${encodeURIComponent(version)}`;
}

/** By code units, so that the order is the same whatever language the machine speaks. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function describe(entries: LockEntries, path: string, entry: LockEntry): LockedPackage {
  const name = nameOf(path, entry);
  const version = entry.version ?? '';
  return {
    name,
    version,
    path,
    purl: purlOf(name, version),
    licence: entry.license,
    sha512: entry.integrity?.startsWith('sha512-')
      ? Buffer.from(entry.integrity.slice('sha512-'.length), 'base64').toString('hex')
      : undefined,
    optional: entry.optional === true,
    needs: needsOf(entries, path),
  };
}

function joined(one: LockedPackage, other: LockedPackage): LockedPackage {
  const needs = [...new Set([...one.needs, ...other.needs])].sort(compareText);
  return { ...one, optional: one.optional && other.optional, needs };
}

function nameOf(path: string, entry: LockEntry): string {
  return entry.name ?? path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** Upwards through the node_modules folders, as Node does; a link is followed to the workspace. */
function locate(entries: LockEntries, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = folder === '' ? `node_modules/${name}` : `${folder}/node_modules/${name}`;
    const entry = entries[place];
    if (entry !== undefined) return entry.link ? entry.resolved : place;
    if (folder === '') return undefined;
  }
}
