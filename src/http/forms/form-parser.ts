/** The parser of multipart/form-data, with bounds on everything that a sender could make it hold beside the parts themselves. */
import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { FacedeskError } from '../../domain/errors.js';

export interface ParserLimits {
  /** More are refused. */
  readonly parts: number;
  /** Bytes of a text; longer ones are cut. */
  readonly fieldSize: number;
}

/** @throws FacedeskError form_malformed where the header of the request does not say how its parts are told apart */
export function createFormParser(request: IncomingMessage, limits: ParserLimits): BusboyInstance {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: { ...limits, headerPairs: 32, headerSize: 16 * 1024 },
      // As the old service had it: a part is a file if it names one, whatever the name.
      isPartAFile: (_name, _type, fileName) => fileName !== undefined,
    });
  } catch (cause) {
    throw new FacedeskError('form_malformed', { cause });
  }
}

/** Calls `fail` for what is wrong with the form itself. */
export function reportFaults(parser: BusboyInstance, fail: (error: FacedeskError) => void): void {
  parser.on('partsLimit', () => fail(new FacedeskError('form_malformed', { detail: 'too many parts' })));
  parser.on('error', (cause) => fail(new FacedeskError('form_malformed', { cause })));
}
