/** An operation's input as a request: address, headers, and a body with photos as files. */
import type { CallOptions } from './connection.js';
import { type OperationName, operations } from './operations.generated.js';
import { type PhotoFile, toBlob } from './photo-file.js';

/** What any operation may take. */
export interface Input {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  /** Fields, or one file. */
  readonly body?: Readonly<Record<string, unknown>> | PhotoFile;
  /** Beside those that follow from the operation. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Request {
  /** With the query. */
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | FormData | Blob;
}

export async function requestOf(
  name: OperationName,
  { params = {}, query = {}, body, headers }: Input,
  { idempotencyKey, ifMatch }: Pick<CallOptions, 'idempotencyKey' | 'ifMatch'>,
): Promise<Request> {
  const { method, path, idempotent, photos = [], file = false } = operations[name];
  const sent =
    body === undefined
      ? undefined
      : file
        ? await toBlob(body as PhotoFile)
        : await bodyOf(body as Readonly<Record<string, unknown>>, photos);
  return {
    method,
    path: `${filledIn(path, params)}${queryText(query)}`,
    headers: {
      ...headers,
      ...(typeof sent === 'string' && { 'content-type': 'application/json' }),
      ...(file && { 'content-type': 'application/octet-stream' }),
      ...(idempotent === true && { 'idempotency-key': idempotencyKey ?? randomKey() }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    },
    ...(sent !== undefined && { body: sent }),
  };
}

function filledIn(path: string, params: Readonly<Record<string, string>>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]!;
    // Every HTTP client takes these for steps through folders, encoded or not: the request would reach another address.
    if (['', '.', '..'].includes(value)) throw new RangeError(`"${value}" cannot be a part of an address.`);
    return encodeURIComponent(value);
  });
}

function queryText(query: Readonly<Record<string, unknown>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined) search.append(name, String(one));
    }
  }
  return search.size === 0 ? '' : `?${search.toString()}`;
}

/** A form where there are photos to send, and JSON elsewhere. */
async function bodyOf(
  body: Readonly<Record<string, unknown>>,
  photoFields: readonly string[],
): Promise<string | FormData> {
  if (!photoFields.some((name) => body[name] !== undefined)) return JSON.stringify(body);
  const form = new FormData();
  for (const [name, value] of Object.entries(body)) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (one === undefined) continue;
      if (photoFields.includes(name)) form.append(name, await toBlob(one as PhotoFile), 'photo');
      else form.append(name, typeof one === 'string' ? one : JSON.stringify(one));
    }
  }
  return form;
}

/** 128 random bits. crypto.randomUUID would do, but browsers have it on https and localhost only. */
function randomKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
}
