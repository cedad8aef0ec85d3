/** A photo, or another file, in whatever form the caller has it, as a file of a form. */

/** A File or Blob, bytes (a Buffer is some), or in Node the path of a file. */
export type PhotoFile = Blob | Uint8Array | ArrayBuffer | string;

interface NodeFiles {
  readonly openAsBlob: (path: string) => Promise<Blob>;
}

/** Not written at the import itself, since bundlers for browsers fail at what only Node has. */
const nodeFiles = 'node:fs';

/** @throws Error of the file system where a path cannot be read, TypeError for a path in a browser */
export async function toBlob(photo: PhotoFile): Promise<Blob> {
  if (photo instanceof Blob) return photo;
  if (typeof photo !== 'string') return new Blob([photo as BlobPart]);
  if (!('process' in globalThis))
    throw new TypeError('Only Node reads photos by their path: pass a File or a Blob.');
  const { openAsBlob } = (await import(/* webpackIgnore: true */ /* @vite-ignore */ nodeFiles)) as NodeFiles;
  // Read as it is sent: an archive can be longer than the memory.
  return openAsBlob(photo);
}
