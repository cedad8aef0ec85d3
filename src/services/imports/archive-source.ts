/** Whom the photos of an archive show: by a list that came with it, or by their paths, as in a folder on a disk. Opens none. */
import { FacedeskError } from '../../domain/errors.js';
import { parseLegacyName } from '../../domain/moving/legacy-file-name.js';
import { parsePhotoList } from '../../domain/moving/photo-list.js';
import type { ArchivedFile } from '../../archive/index.js';
import { inOrder, type PhotoContent, type PhotoSource, sourceOf } from '../moving/photo-claims.js';

/** What file managers put beside the photos without being asked. */
const litter = /(^|\/)(__MACOSX\/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i;

/**
 * @param list CSV with the columns id and photo, and maybe timestamp; null where the paths say whom the photos show
 * @throws FacedeskError archive_without_photos; CsvError where the list is malformed
 */
export function archiveSource(files: readonly ArchivedFile[], list: string | null): PhotoSource {
  const wanted = files.filter(({ path }) => !litter.test(path));
  const top = outerFolder(wanted.map(({ path }) => path));
  const byPath = new Map(wanted.map((file) => [file.path.slice(top.length), file]));
  const contentOf = (path: string): PhotoContent => contentIn(byPath.get(path));
  const source =
    list === null
      ? sourceOf([...byPath.keys()], contentOf)
      : listedSource(list, { paths: [...byPath.keys()], top, contentOf });
  if (source.claims.length === 0) throw new FacedeskError('archive_without_photos');
  return source;
}

interface ListedFiles {
  readonly paths: readonly string[];
  readonly top: string;
  readonly contentOf: (path: string) => PhotoContent;
}

/** Paths of the list are as in the archive, with or without the folder around everything. */
function listedSource(list: string, { paths, top, contentOf }: ListedFiles): PhotoSource {
  const claims = parsePhotoList(list).map((entry) => {
    const path = entry.photo.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
    const within = top !== '' && path.startsWith(top) ? path.slice(top.length) : path;
    return { path: within, claim: { ...entry, content: contentOf(within) } };
  });
  const claimed = new Set(claims.map(({ path }) => path));
  return {
    layout: 'csv',
    claims: inOrder(claims.map(({ claim }) => claim)),
    leftAlone: paths.filter((path) => !claimed.has(path)).sort(),
    pickles: [],
  };
}

/** The folder that everything lies in and that is no person: it holds photos named as of old, or folders and no photos. */
function outerFolder(paths: readonly string[]): string {
  const tops = new Set(paths.map((path) => path.slice(0, path.indexOf('/') + 1)));
  const [top = ''] = tops;
  if (tops.size !== 1 || top === '') return '';
  const within = paths.map((path) => path.slice(top.length));
  const flat = within.filter((path) => !path.includes('/'));
  const isAround = flat.length < within.length && !flat.some((name) => /\.(jpe?g|png|webp)$/i.test(name));
  return isAround || flat.some((name) => parseLegacyName(name) !== null) ? top : '';
}

function contentIn(file: ArchivedFile | undefined): PhotoContent {
  return {
    read: async (maxBytes) => {
      if (file === undefined) return null;
      return file.bytes > maxBytes ? 'too large' : file.read();
    },
    version: async () => [file?.bytes ?? null, file?.crc32 ?? null],
  };
}
