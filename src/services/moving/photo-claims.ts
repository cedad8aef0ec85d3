/**
 * Whom photos are said to show, by the paths that they lie under: `<ID>_<YYYYMMDDhhmmss>.jpg`, or a folder per person. Knows
 * paths only; where they lie, on a disk or in an archive, is the reader's matter.
 */
import { parseLegacyName } from '../../domain/moving/legacy-file-name.js';

export type Layout = 'legacy' | 'folders' | 'csv';

/** Where a photo's bytes are. */
export interface PhotoContent {
  /** Null where they cannot be read; 'too large' where there are more than so many. */
  read(maxBytes: number): Promise<Uint8Array | 'too large' | null>;
  /** What differs where the photo was exchanged for another one. */
  version(): Promise<readonly (number | null)[]>;
}

/** A photo, and the id that it was kept under. */
export interface PhotoClaim {
  /** As reports name it: its path within the source. */
  readonly photo: string;
  readonly content: PhotoContent;
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

const picture = /\.(jpe?g|png|webp)$/i;
const pickle = /\.(pkl|pickle)$/i;

/**
 * Without a layout it takes the one that more of the photos fit.
 * @param paths of every file, relative to the folder that holds them all, with slashes
 */
export function sourceOf(
  paths: readonly string[],
  contentOf: (path: string) => PhotoContent,
  wanted?: Exclude<Layout, 'csv'>,
): PhotoSource {
  const flat = paths.filter((path) => !path.includes('/'));
  const within = paths.filter((path) => path.includes('/'));
  const legacy = flat.flatMap((name) => {
    const parsed = parseLegacyName(name);
    return parsed === null ? [] : [{ photo: name, content: contentOf(name), ...parsed }];
  });
  const people = within
    .filter((path) => picture.test(path))
    .map((path) => ({
      photo: path,
      content: contentOf(path),
      id: path.slice(0, path.indexOf('/')),
      takenAt: null,
    }));
  const layout = wanted ?? (legacy.length >= people.length ? 'legacy' : 'folders');
  const claims = layout === 'legacy' ? legacy : people;
  const claimed = new Set(claims.map(({ photo }) => photo));
  const pickles = paths.filter((name) => pickle.test(name)).sort();
  const leftAlone = paths.filter((name) => !claimed.has(name) && !pickle.test(name)).sort();
  return { layout, claims: inOrder(claims), leftAlone, pickles };
}

/** In the order of their names, so that two runs on the same photos do the same. */
export function inOrder(claims: readonly PhotoClaim[]): PhotoClaim[] {
  return claims.toSorted((a, b) => (a.photo < b.photo ? -1 : Number(a.photo > b.photo)));
}
