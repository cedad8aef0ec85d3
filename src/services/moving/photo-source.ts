/**
 * Finds the photos that a move brings along on this machine, and whom each is said to show: the old service's folder of
 * `<ID>_<YYYYMMDDhhmmss>.jpg`, a folder per person, or a list. It opens no photo; pickles and whatever else lies there stay
 * closed.
 */
import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CsvError } from '../../domain/accuracy/parse-csv.js';
import { parsePhotoList } from '../../domain/moving/photo-list.js';
import { inOrder, type Layout, type PhotoContent, type PhotoSource, sourceOf } from './photo-claims.js';

export type { Layout, PhotoSource } from './photo-claims.js';

/** What should be moved cannot be found; the message is one sentence for the person who named it. */
export class PhotoSourceError extends Error {
  override readonly name = 'PhotoSourceError';
}

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
  const source = sourceOf([...flat, ...within], (path) => contentOf(join(folder, path)), wanted);
  if (source.claims.length === 0) throw new PhotoSourceError(nothingFound(folder, wanted));
  return source;
}

/**
 * Reads a list with the columns id and photo, and maybe timestamp.
 * @param folder what the paths of the photos are relative to; the list's own folder unless given.
 * @throws PhotoSourceError where the list cannot be read or is malformed.
 */
export async function readPhotoCsv(file: string, folder = dirname(file)): Promise<PhotoSource> {
  try {
    const listed = parsePhotoList(await readFile(file, 'utf8'));
    const claims = listed.map((entry) => ({ ...entry, content: contentOf(resolve(folder, entry.photo)) }));
    return { layout: 'csv', claims: inOrder(claims), leftAlone: [], pickles: [] };
  } catch (cause) {
    if (cause instanceof CsvError) {
      throw new PhotoSourceError(`${file}, line ${cause.line}: ${cause.problem}.`, { cause });
    }
    throw new PhotoSourceError(`The list ${file} cannot be read (${systemCode(cause)}).`, { cause });
  }
}

function contentOf(file: string): PhotoContent {
  return {
    read: async (maxBytes) => {
      const bytes = await readFile(file).catch(() => null);
      return bytes !== null && bytes.byteLength > maxBytes ? 'too large' : bytes;
    },
    version: async () => {
      const found = await stat(file).catch(() => null);
      return [found?.size ?? null, found?.mtimeMs ?? null];
    },
  };
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
