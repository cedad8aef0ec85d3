/**
 * What a caller sent, whichever of the accepted kinds of body it came in. Says what is there; whether it is enough is the
 * route's to say.
 */
import type { IncomingMessage } from 'node:http';
import { FacedeskError } from '../../domain/errors.js';
import { readMultipart } from './read-multipart.js';
import { receiveBody, type BodyLimits } from './receive-body.js';

export interface SubmittedForm {
  /** Absent where no text of that name was sent. */
  readonly id?: string;
  /** Absent where no file of that name was sent; may be empty. */
  readonly image?: Uint8Array;
  /** Further files of that name, sent before it; absent where there were none. */
  readonly moreImages?: readonly Uint8Array[];
  /** What kind of photo it is said to be; absent where no text of that name was sent. */
  readonly imagetype?: string;
}

export type MediaType = keyof typeof readers;

const readers = {
  'multipart/form-data': readMultipart,
  'application/x-www-form-urlencoded': readUrlencoded,
  'application/json': readJson,
};

/** Bodies that can hold an id but no photo are read as one text, so they may be no longer than this. */
const maxTextBytes = 1024 * 1024;

/**
 * Reads the body; a request without one is an empty form.
 * @throws FacedeskError media_type_unsupported, form_malformed, id_invalid, request_too_large, request_timeout
 */
export async function readForm(
  request: IncomingMessage,
  limits: BodyLimits,
  accepted: readonly MediaType[],
): Promise<SubmittedForm> {
  if (!hasBody(request)) return {};
  const named = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  const type = accepted.find((one) => one === named);
  if (type === undefined || (request.headers['content-encoding'] ?? 'identity') !== 'identity')
    throw new FacedeskError('media_type_unsupported');
  return readers[type](request, limits);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

async function readUrlencoded(request: IncomingMessage, limits: BodyLimits): Promise<SubmittedForm> {
  const id = new URLSearchParams(await readText(request, limits)).getAll('id').at(-1);
  return id === undefined ? {} : { id };
}

async function readJson(request: IncomingMessage, limits: BodyLimits): Promise<SubmittedForm> {
  const content = parseObject(await readText(request, limits));
  if (!('id' in content)) return {};
  // A number would have lost its leading zeros by now, so it is no id.
  if (typeof content.id !== 'string') throw new FacedeskError('id_required');
  return { id: content.id };
}

function parseObject(text: string): object {
  try {
    const content: unknown = JSON.parse(text);
    if (typeof content === 'object' && content !== null) return content;
  } catch (cause) {
    throw new FacedeskError('form_malformed', { cause });
  }
  throw new FacedeskError('form_malformed', { detail: 'JSON, but no object' });
}

async function readText(request: IncomingMessage, limits: BodyLimits): Promise<string> {
  const pieces: Buffer[] = [];
  const maxBytes = Math.min(limits.maxBytes, maxTextBytes);
  await receiveBody(request, { ...limits, maxBytes }, (piece) => pieces.push(piece));
  return Buffer.concat(pieces).toString('utf8');
}
