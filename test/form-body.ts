/** Bodies of forms for tests, written by hand so that they can also be wrong in every way. */

export const boundary = 'facedesk-test-boundary';
export const multipartType = `multipart/form-data; boundary=${boundary}`;

export interface Part {
  readonly name: string;
  readonly content: string | Uint8Array;
  /** Makes the part a file. */
  readonly fileName?: string;
  readonly type?: string;
}

/** A part as it stands between two boundaries. */
export function part({ name, content, fileName, type }: Part): Buffer {
  const file = fileName === undefined ? '' : `; filename="${fileName}"`;
  const contentType = type === undefined ? '' : `Content-Type: ${type}\r\n`;
  return Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${contentType}\r\n`,
    ),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
}

export function multipart(...parts: Part[]): Buffer {
  return Buffer.concat([...parts.map(part), Buffer.from(`--${boundary}--\r\n`)]);
}

/** The form of the library API: an id and a photo, either of which may be left out. */
export function photoForm({ id, image }: { id?: string; image?: Uint8Array }): Buffer {
  return multipart(
    ...(id === undefined ? [] : [{ name: 'id', content: id }]),
    ...(image === undefined
      ? []
      : [{ name: 'image', content: image, fileName: 'photo.jpg', type: 'image/jpeg' }]),
  );
}
