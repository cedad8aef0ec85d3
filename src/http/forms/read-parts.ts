/**
 * Takes the parts out of multipart/form-data: texts and files by their names, in their order. Everything stays in memory under
 * one limit; file names are never looked at.
 */
import type { IncomingMessage } from 'node:http';
import type { BusboyInstance } from '@fastify/busboy';
import { FacedeskError, type ErrorCode } from '../../domain/errors.js';
import { createFormParser, reportFaults } from './form-parser.js';
import { receiveBody, type BodyLimits } from './receive-body.js';

/** Far above what any form needs, far below what could keep the parser busy. */
const mostParts = 64;

export interface Part {
  readonly name: string;
  readonly value: string | Uint8Array;
}

export interface PartRules {
  /** Longer texts are cut. */
  readonly maxTextBytes: number;
  /** What is wrong with a text of this name that was cut; undefined where nothing is. */
  readonly whenCut: (name: string) => ErrorCode | undefined;
  /** Files of other names are dropped as they arrive. */
  readonly takesFile: (name: string) => boolean;
}

/** @throws FacedeskError form_malformed, those of receiveBody, and what the rules say of a text that was cut */
export async function readParts(
  request: IncomingMessage,
  limits: BodyLimits,
  rules: PartRules,
): Promise<Part[]> {
  const parser = createFormParser(request, { parts: mostParts, fieldSize: rules.maxTextBytes });
  const collected = collect(parser, rules);
  await receiveBody(request, limits, (piece) => {
    collected.throwIfFailed();
    parser.write(piece);
  });
  parser.end();
  return collected.parts;
}

function collect(parser: BusboyInstance, { whenCut, takesFile }: PartRules) {
  let failure: FacedeskError | undefined;
  const texts: Part[] = [];
  const files: { name: string; pieces: Buffer[] }[] = [];

  const parts = new Promise<Part[]>((resolve, reject) => {
    const fail = (error: FacedeskError): void => {
      failure ??= error;
      reject(failure);
    };
    parser.on('field', (name, value, nameCut, valueCut) => {
      const fault = nameCut || valueCut ? whenCut(name) : undefined;
      if (fault !== undefined) fail(new FacedeskError(fault));
      texts.push({ name, value });
    });
    parser.on('file', (name, stream) => {
      // Errors of a part reach the parser too, which is where they are answered.
      stream.on('error', () => {});
      if (!takesFile(name)) return void stream.resume();
      const pieces: Buffer[] = [];
      files.push({ name, pieces });
      stream.on('data', (piece: Buffer) => pieces.push(piece));
    });
    reportFaults(parser, fail);
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
