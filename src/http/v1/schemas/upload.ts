/** How files that are too long for memory are sent to /v1: as files in multipart/form-data, which go straight to the disk. */
import { Type, type TSchema } from 'typebox';
import type { ImportUpload } from '../../../services/imports/upload.js';

/** A file as a handler gets it: what it holds by its digest, and the upload that has it. */
export class UploadedFile {
  readonly #upload: ImportUpload;

  constructor(
    upload: ImportUpload,
    /** SHA-256, in hexadecimal. */
    readonly digest: string,
  ) {
    this.#upload = upload;
  }

  get upload(): ImportUpload {
    return this.#upload;
  }
}

/** A file of this media type, which the handler gets as an UploadedFile. */
export function uploadSchema(contentMediaType: string, description: string) {
  return Type.Unsafe<UploadedFile>({ type: 'string', contentMediaType, description });
}

/** True for a field that holds such a file. */
export function isUploadField(schema: TSchema): boolean {
  return 'contentMediaType' in schema;
}
