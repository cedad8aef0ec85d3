/**
 * Features kept between two evaluations of the same pictures, because extracting them takes nearly all of the time. The
 * file holds biometric data: it is written only where somebody asks for it, and readable by its owner alone.
 */
import { createHash, randomUUID } from 'node:crypto';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { type ErrorCode, isErrorCode } from '../domain/errors.js';
import { type Features, toFeatures } from '../domain/features.js';
import { EvaluationInputError } from './evaluation-input.js';

export interface FeatureFile {
  /** What is known of a picture with these bytes: its features, why it has none, or nothing. */
  recall(picture: Uint8Array): Features | ErrorCode | undefined;
  keep(picture: Uint8Array, outcome: Features | ErrorCode): void;
  /** Replaces the file in one step, for its owner's eyes only. */
  save(): Promise<void>;
}

interface FeatureDocument {
  readonly format: typeof format;
  readonly modelId: string;
  /** By SHA-256 of the picture: its features as base64 of little-endian 32-bit floats, or an error code. */
  readonly pictures: Readonly<Record<string, { features: string } | { failure: string }>>;
}

const format = 'facedesk-features-1';

/**
 * Reads what an earlier evaluation kept; features of another model are forgotten, since they compare with nothing.
 * @throws EvaluationInputError where the file is there and is something else.
 */
export async function openFeatureFile(path: string, modelId: string): Promise<FeatureFile> {
  const pictures = new Map(Object.entries(await readPictures(path, modelId)));
  return {
    recall: (picture) => {
      const entry = pictures.get(digestOf(picture));
      return entry === undefined ? undefined : outcomeOf(entry, path);
    },
    keep: (picture, outcome) => {
      const entry = typeof outcome === 'string' ? { failure: outcome } : { features: base64Of(outcome) };
      pictures.set(digestOf(picture), entry);
    },
    save: async () => {
      const document: FeatureDocument = { format, modelId, pictures: Object.fromEntries(pictures) };
      await writePrivately(path, JSON.stringify(document));
    },
  };
}

async function readPictures(path: string, modelId: string): Promise<FeatureDocument['pictures']> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new EvaluationInputError(`The file of features ${path} cannot be read.`, { cause });
  }
  const document = parse(text, path);
  return document.modelId === modelId ? document.pictures : {};
}

function parse(text: string, path: string): FeatureDocument {
  try {
    const document = JSON.parse(text) as Partial<FeatureDocument> | null;
    if (document?.format === format && typeof document.pictures === 'object') {
      return document as FeatureDocument;
    }
  } catch (cause) {
    throw notAFeatureFile(path, cause);
  }
  throw notAFeatureFile(path);
}

function outcomeOf(entry: { features: string } | { failure: string }, path: string): Features | ErrorCode {
  if ('features' in entry) {
    const bytes = Buffer.from(entry.features, 'base64');
    try {
      return toFeatures(
        Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(4 * at)),
      );
    } catch (cause) {
      throw notAFeatureFile(path, cause);
    }
  }
  if (isErrorCode(entry.failure)) return entry.failure;
  throw notAFeatureFile(path);
}

function base64Of(features: Features): string {
  const bytes = Buffer.alloc(4 * features.length);
  features.forEach((value, at) => bytes.writeFloatLE(value, 4 * at));
  return bytes.toString('base64');
}

function digestOf(picture: Uint8Array): string {
  return createHash('sha256').update(picture).digest('hex');
}

/** Never overwrites what is no file of features: that is refused when it is opened. */
function notAFeatureFile(path: string, cause?: unknown): EvaluationInputError {
  return new EvaluationInputError(`${path} is not a file of features that --features wrote.`, { cause });
}

async function writePrivately(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text);
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
