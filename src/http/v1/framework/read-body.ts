/**
 * Reads the body of an operation: JSON with photos as base64, or multipart/form-data with photos as files. Whichever it was,
 * what comes out is the same: checked against one schema, with photos as bytes.
 */
import type { IncomingMessage } from 'node:http';
import type { TObject } from 'typebox';
import { ExplainedError, requestInvalid } from '../../explained-error.js';
import { readParts, type Part, type PartRules } from '../../forms/read-parts.js';
import { hasBody, mediaTypeOf, readText } from '../../forms/read-text.js';
import { readUploads, type UploadForm } from '../../forms/read-uploads.js';
import type { BodyLimits } from '../../forms/receive-body.js';
import type { StreamLimits } from '../../forms/receive-stream.js';
import { FacedeskError } from '../../../domain/errors.js';
import type { ImportFileName, ImportUpload } from '../../../services/imports/upload.js';
import { fileType, IncomingFile } from '../schemas/incoming-file.js';
import { isPhotoField } from '../schemas/photo.js';
import { isUploadField, UploadedFile } from '../schemas/upload.js';
import type { BodyDeclaration } from './operation.js';
import { assertValid, fromTexts } from './validate.js';

/** JSON bodies without photos have no reason to be longer. */
export const maxPlainJsonBytes = 256 * 1024;

/** Metadata are the longest text; see domain/metadata.ts. */
const partRules: PartRules = {
  maxTextBytes: 64 * 1024,
  whenCut: () => 'request_too_large',
  takesFile: () => true,
};

/** Takes the place of a photo's bytes while the rest is checked. */
const placeholder = 'AAAA';

/** No file that is a whole body is longer; each handler knows how long its own may be. */
const maxFileBytes = 2 ** 31;

/** What reading a body takes beside the request. */
export interface BodyReading {
  readonly limits: BodyLimits & { readonly streamed: StreamLimits };
  /** Begins an upload, which ends with the request. */
  readonly beginUpload: (expectedBytes: number) => Promise<ImportUpload>;
}

/** @throws FacedeskError media_type_unsupported, json_malformed, form_malformed, request_invalid and those of receiveBody */
export async function readBody(
  request: IncomingMessage,
  { schema, types, optional }: BodyDeclaration<TObject> & { readonly schema: Partial<TObject> },
  { limits, beginUpload }: BodyReading,
): Promise<unknown> {
  const properties = schema.properties ?? {};
  const photoFields = Object.keys(properties).filter((name) => isPhotoField(properties[name]!));
  if (!hasBody(request)) {
    if (optional !== true) throw requestInvalid({ field: 'body', problem: 'is required' });
    assertValid(schema, {}, 'body');
    return {};
  }
  const type = types.find((one) => one === mediaTypeOf(request));
  if (type === undefined || (request.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new ExplainedError('media_type_unsupported', `Send the body as ${types.join(' or ')}.`);
  if (type === fileType) return new IncomingFile(request, { ...limits.streamed, maxBytes: maxFileBytes });
  if (Object.values(properties).some(isUploadField)) {
    const upload = await beginUpload(Number(request.headers['content-length'] ?? 0));
    return fromUploads(schema, upload, (keep) => readUploads(request, limits.streamed, keep));
  }
  if (type === 'multipart/form-data')
    return fromParts(schema, photoFields, await readParts(request, limits, partRules));
  const maxBytes = photoFields.length > 0 ? limits.maxBytes : Math.min(limits.maxBytes, maxPlainJsonBytes);
  return fromJson(schema, photoFields, await readText(request, { ...limits, maxBytes }));
}

function fromJson(schema: TObject, photoFields: readonly string[], text: string): unknown {
  const body = parseObject(text);
  assertValid(schema, body, 'body');
  const fields = body as Record<string, unknown>;
  for (const name of photoFields) {
    const value = fields[name];
    if (typeof value === 'string') fields[name] = bytesOf(value);
    else if (Array.isArray(value)) fields[name] = (value as string[]).map(bytesOf);
  }
  return body;
}

function parseObject(text: string): object {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  } catch (cause) {
    throw new FacedeskError('json_malformed', { cause });
  }
  throw new FacedeskError('json_malformed');
}

/** Base64 in either alphabet, with or without the head of a data URL in front. */
function bytesOf(base64: string): Uint8Array {
  const start = base64.startsWith('data:') ? base64.indexOf(',') + 1 : 0;
  return Buffer.from(base64.slice(start), 'base64');
}

function fromParts(schema: TObject, photoFields: readonly string[], parts: readonly Part[]): unknown {
  const texts: Record<string, string[]> = {};
  const files: Record<string, Uint8Array[]> = {};
  for (const { name, value } of parts) {
    if (typeof value === 'string') (texts[name] ??= []).push(value);
    else (files[name] ??= []).push(value);
  }
  for (const name of Object.keys(files)) {
    if (!photoFields.includes(name))
      throw requestInvalid({ field: 'body', problem: 'has a file in a field that takes none' });
  }
  for (const name of photoFields) {
    if (name in texts) throw requestInvalid({ field: `body/${name}`, problem: 'must be sent as a file' });
  }
  const shadow = fromTexts(schema, {
    ...texts,
    ...Object.fromEntries(
      Object.entries(files).map(([name, all]) => [
        name,
        all.map((one) => (one.length > 0 ? placeholder : '')),
      ]),
    ),
  });
  assertValid(schema, shadow, 'body');
  const photos = Object.entries(files).map(
    ([name, all]) => [name, Array.isArray(shadow[name]) ? all : all.at(-1)] as const,
  );
  return { ...shadow, ...Object.fromEntries(photos) };
}

type Keep = Parameters<typeof readUploads>[2];

/** The files are on the disk when this resolves, and the fields checked. */
async function fromUploads(
  schema: TObject,
  upload: ImportUpload,
  read: (keep: Keep) => Promise<UploadForm>,
): Promise<unknown> {
  const isFile = (name: string): name is ImportFileName =>
    Object.hasOwn(schema.properties, name) && isUploadField(schema.properties[name]!);
  const { texts, files } = await read((name, pieces) => {
    if (isFile(name)) return upload.receive(name, pieces);
    throw requestInvalid({ field: 'body', problem: 'has a file in a field that takes none' });
  });
  for (const name of Object.keys(texts).filter(isFile))
    throw requestInvalid({ field: `body/${name}`, problem: 'must be sent as a file' });
  const names = [...files].filter(isFile);
  const shadow = fromTexts(schema, texts);
  for (const name of names) shadow[name] = placeholder;
  assertValid(schema, shadow, 'body');
  for (const name of names) shadow[name] = new UploadedFile(upload, upload.file(name)!.digest);
  return shadow;
}
