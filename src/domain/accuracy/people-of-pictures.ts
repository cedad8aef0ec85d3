/**
 * Who is on which picture, told from the paths and the pairs: needed to resample people, and to pair every picture with
 * those of all other people. It looks at no picture.
 */
import type { ListedPair } from './pairs-file.js';

export interface People {
  /** Number of each picture's person, from 0. */
  readonly personOf: ReadonlyMap<string, number>;
  readonly count: number;
  /** True where a folder is a person; false where only the mated pairs tell who belongs together. */
  readonly byFolder: boolean;
}

/**
 * A person is a folder, as in Labeled Faces in the Wild, unless the pairs contradict that: then the pictures that mated
 * pairs link, directly or through others, are one person.
 */
export function peopleOfPictures(pairs: readonly ListedPair[]): People {
  const byFolder = pairs.every(({ a, b, same }) => (folderOf(a) === folderOf(b)) === same);
  const pictures = [...new Set(pairs.flatMap(({ a, b }) => [a, b]))];
  const groupOf = byFolder ? folderOf : linkedGroups(pairs);
  const numbers = new Map<string, number>();
  const personOf = new Map(
    pictures.map((picture): [string, number] => {
      const group = groupOf(picture);
      if (!numbers.has(group)) numbers.set(group, numbers.size);
      return [picture, numbers.get(group)!];
    }),
  );
  return { personOf, count: numbers.size, byFolder };
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Union-find over the mated pairs: a function from a picture to the one that stands for its group. */
function linkedGroups(pairs: readonly ListedPair[]): (picture: string) => string {
  const parents = new Map<string, string>();
  const rootOf = (picture: string): string => {
    let root = picture;
    while (parents.has(root)) root = parents.get(root)!;
    if (root !== picture) parents.set(picture, root);
    return root;
  };
  for (const { a, b, same } of pairs) {
    if (same && rootOf(a) !== rootOf(b)) parents.set(rootOf(a), rootOf(b));
  }
  return rootOf;
}
