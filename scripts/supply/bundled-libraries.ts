/**
 * Libraries in C and C++ that come compiled inside npm packages, and that no lock file names: the decoders of pictures and
 * the embedded database. They read hostile bytes, so their versions have to be where somebody can look for known holes.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText, type LockedPackage } from './locked-packages.js';

export interface BundledLibrary {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licence: string;
  /** The packages that hold it, by purl. */
  readonly within: readonly string[];
}

/** Where the two lists of sharp's packages call a library by different names. */
const abbreviated: Readonly<Record<string, string>> = { uhdr: 'libultrahdr' };
const carriers = /^@img\/sharp-(libvips-|win32-|wasm32$)/;

/** @throws Error where no package for this machine tells the versions, or one does not say a library's licence. */
export function bundledLibraries(root: string, shipped: readonly LockedPackage[]): BundledLibrary[] {
  return [...pictureLibraries(root, shipped), ...sqlite(root, shipped)].sort((a, b) =>
    compareText(a.purl, b.purl),
  );
}

/** All of sharp's packages of one release are made from the same versions, which each of them lists. */
function pictureLibraries(root: string, shipped: readonly LockedPackage[]): BundledLibrary[] {
  const holders = shipped.filter(({ name }) => carriers.test(name));
  const here = holders.find(({ path }) => existsSync(join(root, path, 'versions.json')));
  if (here === undefined) throw new Error('No package of sharp for this machine is installed: run npm ci.');
  const text = (file: string): string => readFileSync(join(root, here.path, file), 'utf8');
  const versions = JSON.parse(text('versions.json')) as Record<string, string>;
  const terms = termsByLibrary(text('README.md'));
  const within = holders.map(({ purl }) => purl);
  return Object.entries(versions).map(([short, version]) => {
    const name = [short, `lib${short}`, abbreviated[short]].find(
      (one) => one !== undefined && terms.has(one),
    );
    if (name === undefined) throw new Error(`${here.name} does not say the licence of ${short}.`);
    return { name, version, purl: genericPurl(name, version), licence: terms.get(name)!, within };
  });
}

/** The rows of the table "Library | Used under the terms of", without their links. */
function termsByLibrary(readme: string): Map<string, string> {
  const rows = [...readme.matchAll(/^\| ([\w-]+) +\| (.+?) +\|$/gm)];
  return new Map(rows.map(([, name, terms]) => [name!, terms!.replaceAll(/\[([^\]]+)\]\([^)]+\)/g, '$1')]));
}

function sqlite(root: string, shipped: readonly LockedPackage[]): BundledLibrary[] {
  const holder = shipped.find(({ name }) => name === '@photostructure/sqlite');
  if (holder === undefined) return [];
  const header = readFileSync(join(root, holder.path, 'src/upstream/sqlite3.h'), 'utf8');
  const version = /^#define SQLITE_VERSION +"([\d.]+)"$/m.exec(header)?.[1];
  if (version === undefined) throw new Error(`${holder.name} does not say which SQLite it holds.`);
  const purl = genericPurl('sqlite', version);
  return [{ name: 'sqlite', version, purl, licence: 'public domain', within: [holder.purl] }];
}

function genericPurl(name: string, version: string): string {
  return `pkg:generic/${name}@${encodeURIComponent(version)}`;
}
