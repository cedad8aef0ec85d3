/** Reads a whole body as one text, under a limit. What it means is for others to say. */
import type { IncomingMessage } from 'node:http';
import { receiveBody, type BodyLimits } from './receive-body.js';

/** @throws FacedeskError request_too_large, request_timeout, form_malformed: see receiveBody */
export async function readText(request: IncomingMessage, limits: BodyLimits): Promise<string> {
  const pieces: Buffer[] = [];
  await receiveBody(request, limits, (piece) => pieces.push(piece));
  return Buffer.concat(pieces).toString('utf8');
}

/** True where the request announces a body. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The media type without its parameters, in lower case; empty where none is named. */
export function mediaTypeOf({ headers }: IncomingMessage): string {
  return (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}
