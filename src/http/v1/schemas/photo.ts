/** How photos are sent to /v1: base64 in JSON, a file in multipart/form-data. Handlers get bytes either way. */
import { Type, type TSchema } from 'typebox';

const photo = {
  type: 'string',
  contentEncoding: 'base64',
  minLength: 1,
  description:
    'A JPEG, PNG or WebP file: base64 in JSON (a data URL is taken too), a file in multipart/form-data.',
} as const;

/** A photo, whose bytes the handler gets. */
export function photoSchema(description?: string) {
  return Type.Unsafe<Uint8Array>({ ...photo, ...(description === undefined ? {} : { description }) });
}

/** True for a field that holds a photo, or a list of them. */
export function isPhotoField(schema: TSchema): boolean {
  const { contentEncoding, items } = schema as { contentEncoding?: string; items?: TSchema };
  return contentEncoding === 'base64' || (items !== undefined && isPhotoField(items));
}
