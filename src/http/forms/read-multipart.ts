/**
 * Takes the id and the photo out of multipart/form-data. Everything stays in memory; file names are never looked at, and
 * parts with other names are dropped as they arrive.
 */
import type { IncomingMessage } from 'node:http';
import { Busboy, type BusboyFileStream, type BusboyHeaders, type BusboyInstance } from '@fastify/busboy';
import { FacedeskError } from '../../domain/errors.js';
import type { SubmittedForm } from './read-form.js';
import { receiveBody, type BodyLimits } from './receive-body.js';

/** Far above what a form of two fields needs, far below what could keep the parser busy. */
const partLimits = {
  parts: 64,
  headerPairs: 32,
  headerSize: 16 * 1024,
  /** An id has at most 255 characters of 4 bytes; the rest is room for the white space around it. */
  fieldSize: 4096,
};

/** @throws FacedeskError form_malformed, id_invalid, and those of receiveBody */
export async function readMultipart(request: IncomingMessage, limits: BodyLimits): Promise<SubmittedForm> {
  const parser = createParser(request);
  const collected = collect(parser);
  await receiveBody(request, limits, (piece) => {
    collected.throwIfFailed();
    parser.write(piece);
  });
  parser.end();
  return collected.form;
}

function createParser(request: IncomingMessage): BusboyInstance {
  try {
    return new Busboy({
      headers: request.headers as BusboyHeaders,
      limits: partLimits,
      // As the old service had it: a part is a file if it names one, whatever the name.
      isPartAFile: (_name, _type, fileName) => fileName !== undefined,
    });
  } catch (cause) {
    throw new FacedeskError('form_malformed', { cause });
  }
}

interface Collected {
  readonly form: Promise<SubmittedForm>;
  throwIfFailed(): void;
}

function collect(parser: BusboyInstance): Collected {
  let failure: FacedeskError | undefined;
  let id: string | undefined;
  let imagetype: string | undefined;
  const images: Buffer[][] = [];

  const form = new Promise<SubmittedForm>((resolve, reject) => {
    const fail = (error: FacedeskError): void => {
      failure ??= error;
      reject(failure);
    };
    parser.on('field', (name, value, _nameCut, valueCut) => {
      // Cut or not, so long a text is no kind of photo.
      if (name === 'imagetype') imagetype = value;
      if (name !== 'id') return;
      if (valueCut) fail(new FacedeskError('id_invalid'));
      id = value;
    });
    parser.on('file', (name, stream) => {
      if (name === 'image') images.push(gather(stream));
      else drop(stream);
    });
    parser.on('partsLimit', () => fail(new FacedeskError('form_malformed', { detail: 'too many parts' })));
    parser.on('error', (cause) => fail(new FacedeskError('form_malformed', { cause })));
    parser.on('finish', () =>
      resolve({
        ...(id === undefined ? {} : { id }),
        ...(imagetype === undefined ? {} : { imagetype }),
        ...imagesOf(images),
      }),
    );
  });
  // Reported by readMultipart, or by receiveBody when that fails first.
  form.catch(() => {});
  return {
    form,
    throwIfFailed: () => {
      if (failure !== undefined) throw failure;
    },
  };
}

/** The last of several counts, as it did for the old service; those before it are further photos of the same moment. */
function imagesOf(images: readonly Buffer[][]): Pick<SubmittedForm, 'image' | 'moreImages'> {
  const [image, ...moreImages] = images.map((pieces) => Buffer.concat(pieces)).reverse();
  if (image === undefined) return {};
  return moreImages.length === 0 ? { image } : { image, moreImages: moreImages.reverse() };
}

function gather(stream: BusboyFileStream): Buffer[] {
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  stream.on('error', () => {});
  return pieces;
}

/** Errors of a part reach the parser too, which is where they are answered. */
function drop(stream: BusboyFileStream): void {
  stream.on('error', () => {});
  stream.resume();
}
