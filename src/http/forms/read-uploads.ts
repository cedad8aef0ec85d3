/** Takes the texts and the files out of multipart/form-data whose files are too long for memory: those go on to whoever keeps them. */
import type { IncomingMessage } from 'node:http';
import type { BusboyFileStream, BusboyInstance } from '@fastify/busboy';
import { FacedeskError } from '../../domain/errors.js';
import { createFormParser, reportFaults } from './form-parser.js';
import { receiveStream, type StreamLimits } from './receive-stream.js';

/** Above what any operation takes, far below what could keep the parser busy. */
const parserLimits = { parts: 16, fieldSize: 4096 };

export interface UploadForm {
  /** The texts by their names, in their order. */
  readonly texts: Readonly<Record<string, readonly string[]>>;
  /** The names of the fields that had a file. */
  readonly files: ReadonlySet<string>;
}

/**
 * @param keep gets each file as it arrives and reads it to its end
 * @throws FacedeskError form_malformed, request_too_large, those of receiveStream, and what `keep` throws
 */
export async function readUploads(
  request: IncomingMessage,
  limits: StreamLimits,
  keep: (name: string, pieces: AsyncIterable<Uint8Array>) => Promise<void>,
): Promise<UploadForm> {
  const parser = createFormParser(request, parserLimits);
  const collected = collect(parser, keep);
  try {
    await receiveStream(request, limits, async (piece) => {
      // The parser calls back when the file that the piece belongs to has taken it.
      const written = new Promise<void>((resolve) => void parser.write(piece, () => resolve()));
      await Promise.race([written, collected.failed]);
    });
    parser.end();
    return await collected.form;
  } catch (error) {
    collected.cutOff();
    throw error;
  }
}

function collect(
  parser: BusboyInstance,
  keep: (name: string, pieces: AsyncIterable<Uint8Array>) => Promise<void>,
) {
  const texts = new Map<string, string[]>();
  const streams: BusboyFileStream[] = [];
  const keeping = new Map<string, Promise<void>>();
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_, reject) => (fail = reject));
  const parsed = new Promise<void>((resolve) => {
    parser.on('field', (name, value, nameCut, valueCut) => {
      if (nameCut || valueCut) fail(new FacedeskError('request_too_large'));
      texts.set(name, [...(texts.get(name) ?? []), value]);
    });
    parser.on('file', (name, stream) => {
      // Errors of a part reach the parser too, which is where they are answered.
      stream.on('error', () => undefined);
      streams.push(stream);
      const kept = keep(name, stream as AsyncIterable<Uint8Array>);
      kept.catch(fail);
      keeping.set(name, kept);
    });
    reportFaults(parser, fail);
    parser.on('finish', () => resolve());
  });
  const complete = async (): Promise<UploadForm> => {
    await parsed;
    await Promise.all(keeping.values());
    return { texts: Object.fromEntries(texts), files: new Set(keeping.keys()) };
  };
  const form = Promise.race([complete(), failed]);
  // Reported by readUploads, or by receiveStream when that fails first.
  form.catch(() => undefined);
  failed.catch(() => undefined);
  return { form, failed, cutOff: () => streams.forEach((stream) => stream.destroy()) };
}
