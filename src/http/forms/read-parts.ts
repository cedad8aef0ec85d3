/**
 * Takes every part out of multipart/form-data, for the API of /v1: texts and files by their names, in their order. Everything
 * stays in memory under one limit; file names are never looked at.
 */
import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { FacedeskError } from '../../domain/errors.js';
import { receiveBody, type BodyLimits } from './receive-body.js';

/** Above what any operation takes, far below what could keep the parser busy. */
const partLimits = {
  parts: 64,
  headerPairs: 32,
  headerSize: 16 * 1024,
  /** Metadata are the longest text; see domain/metadata.ts. */
  fieldSize: 64 * 1024,
};

export interface Part {
  readonly name: string;
  readonly value: string | Uint8Array;
}

/** @throws FacedeskError form_malformed, and those of receiveBody */
export async function readParts(request: IncomingMessage, limits: BodyLimits): Promise<Part[]> {
  const parser = createParser(request);
  const collected = collect(parser);
  await receiveBody(request, limits, (piece) => {
    collected.throwIfFailed();
    parser.write(piece);
  });
  parser.end();
  return collected.parts;
}

function createParser(request: IncomingMessage): BusboyInstance {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: partLimits,
      isPartAFile: (_name, _type, fileName) => fileName !== undefined,
    });
  } catch (cause) {
    throw new FacedeskError('form_malformed', { cause });
  }
}

function collect(parser: BusboyInstance) {
  let failure: FacedeskError | undefined;
  const texts: Part[] = [];
  const files: { name: string; pieces: Buffer[] }[] = [];

  const parts = new Promise<Part[]>((resolve, reject) => {
    const fail = (error: FacedeskError): void => {
      failure ??= error;
      reject(failure);
    };
    parser.on('field', (name, value, nameCut, valueCut) => {
      if (nameCut || valueCut) fail(new FacedeskError('request_too_large'));
      texts.push({ name, value });
    });
    parser.on('file', (name, stream) => {
      const pieces: Buffer[] = [];
      files.push({ name, pieces });
      stream.on('data', (piece: Buffer) => pieces.push(piece));
      // Errors of a part reach the parser too, which is where they are answered.
      stream.on('error', () => {});
    });
    parser.on('partsLimit', () => fail(new FacedeskError('form_malformed', { detail: 'too many parts' })));
    parser.on('error', (cause) => fail(new FacedeskError('form_malformed', { cause })));
    parser.on('finish', () =>
      resolve([...texts, ...files.map(({ name, pieces }) => ({ name, value: Buffer.concat(pieces) }))]),
    );
  });
  // Reported by readParts, or by receiveBody when that fails first.
  parts.catch(() => {});
  return {
    parts,
    throwIfFailed: () => {
      if (failure !== undefined) throw failure;
    },
  };
}
