/**
 * Finds the photos that a move brings along, and whom each is said to show: the old service's folder of
 * `<ID>_<YYYYMMDDhhmmss>.jpg`, a folder per person, or a list. It opens no photo; pickles and whatever else lies there stay
 * closed.
 */
import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CsvError } from '../../domain/accuracy/parse-csv.js';
import { parseLegacyName } from '../../domain/moving/legacy-file-name.js';
import { parsePhotoList } from '../../domain/moving/photo-list.js';

export type Layout = 'legacy' | 'folders' | 'csv';

/** A photo, and the id that it was kept under. */
export interface PhotoClaim {
  /** As reports name it: its path within the source. */
  readonly photo: string;
  readonly file: string;
  readonly id: string;
  /** 2023-07-23T12:34:56, UTC; null where it is not known. */
  readonly takenAt: string | null;
}

export interface PhotoSource {
  readonly layout: Layout;
  readonly claims: readonly PhotoClaim[];
  /** Files whose name does not say whom they show. */
  readonly leftAlone: readonly string[];
  /** Files that hold Python pickles: DeepFace keeps its features so. */
  readonly pickles: readonly string[];
}

/** What should be moved cannot be found; the message is one sentence for the person who named it. */
export class PhotoSourceError extends Error {
  override readonly name = 'PhotoSourceError';
}

const picture = /\.(jpe?g|png|webp)$/i;
const pickle = /\.(pkl|pickle)$/i;

/**
 * Looks through a folder. Without a layout it takes the one that more of the photos fit.
 * @throws PhotoSourceError where the folder cannot be read or holds no photo in the layout.
 */
export async function readPhotoFolder(folder: string, wanted?: Exclude<Layout, 'csv'>): Promise<PhotoSource> {
  const top = await list(folder);
  const within = (
    await Promise.all(top.filter((entry) => entry.isDirectory()).map(({ name }) => walk(folder, name)))
  ).flat();
  const flat = top.filter((entry) => !entry.isDirectory()).map(({ name }) => name);
  const legacy = flat.flatMap((name) => {
    const parsed = parseLegacyName(name);
    return parsed === null ? [] : [{ photo: name, file: join(folder, name), ...parsed }];
  });
  const people = within.filter((path) => picture.test(path)).map((path) => claimOf(folder, path));
  const layout = wanted ?? (legacy.length >= people.length ? 'legacy' : 'folders');
  const claims = layout === 'legacy' ? legacy : people;
  if (claims.length === 0) throw new PhotoSourceError(nothingFound(folder, wanted));
  const files = [...flat, ...within];
  const claimed = new Set(claims.map(({ photo }) => photo));
  const pickles = files.filter((name) => pickle.test(name)).sort();
  const leftAlone = files.filter((name) => !claimed.has(name) && !pickle.test(name)).sort();
  return { layout, claims: inOrder(claims), leftAlone, pickles };
}

/**
 * Reads a list with the columns id and photo, and maybe timestamp.
 * @param folder what the paths of the photos are relative to; the list's own folder unless given.
 * @throws PhotoSourceError where the list cannot be read or is malformed.
 */
export async function readPhotoCsv(file: string, folder = dirname(file)): Promise<PhotoSource> {
  try {
    const listed = parsePhotoList(await readFile(file, 'utf8'));
    const claims = listed.map((entry) => ({ ...entry, file: resolve(folder, entry.photo) }));
    return { layout: 'csv', claims: inOrder(claims), leftAlone: [], pickles: [] };
  } catch (cause) {
    if (cause instanceof CsvError) {
      throw new PhotoSourceError(`${file}, line ${cause.line}: ${cause.problem}.`, { cause });
    }
    throw new PhotoSourceError(`The list ${file} cannot be read (${systemCode(cause)}).`, { cause });
  }
}

/** In the order of their names, so that two runs on the same photos do the same. */
function inOrder(claims: readonly PhotoClaim[]): PhotoClaim[] {
  return claims.toSorted((a, b) => (a.photo < b.photo ? -1 : Number(a.photo > b.photo)));
}

function claimOf(folder: string, path: string): PhotoClaim {
  return { photo: path, file: join(folder, path), id: path.slice(0, path.indexOf('/')), takenAt: null };
}

async function walk(folder: string, path: string): Promise<string[]> {
  const entries = await list(join(folder, path));
  const found = await Promise.all(
    entries.map((entry) =>
      entry.isDirectory()
        ? walk(folder, `${path}/${entry.name}`)
        : Promise.resolve([`${path}/${entry.name}`]),
    ),
  );
  return found.flat();
}

async function list(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw new PhotoSourceError(`The folder ${folder} cannot be read (${systemCode(cause)}).`, { cause });
  }
}

function systemCode(cause: unknown): string {
  return (cause as NodeJS.ErrnoException).code ?? 'unknown';
}

function nothingFound(folder: string, wanted: Layout | undefined): string {
  const shapes = {
    legacy: 'files named <ID>_<YYYYMMDDhhmmss>.jpg',
    folders: 'a folder per person with photos in it',
  };
  const missing =
    wanted === undefined || wanted === 'csv' ? `${shapes.legacy}, nor ${shapes.folders}` : shapes[wanted];
  return `${folder} does not hold ${missing}.`;
}
