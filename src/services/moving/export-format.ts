/**
 * How an export is written, version 1 (docs/export-format.md): lines of JSON, the first saying what the file is, one for each
 * subject with a digest of its own, and a closing line with counts and a digest over all of them, so that a file that was
 * cut off or changed is found out.
 */
import { createHash, type Hash } from 'node:crypto';
import { type Features, toFeatures } from '../../domain/features.js';
import { parseSubjectId } from '../../domain/subject-id.js';
import { isTime } from '../../domain/moving/legacy-file-name.js';
import type { RefreshedRecord, SubjectRecord } from '../../store/index.js';

export const exportVersion = 1;
const format = 'facedesk-export';
const warning =
  'This file holds biometric data: the faces of people and what identifies them. Keep it as you keep the database, ' +
  'move it over protected ways only, and delete it when it has been imported.';

/** The file is damaged, cut off or none of ours; the message is a sentence that names the place. */
export class ExportFileError extends Error {
  override readonly name = 'ExportFileError';
}

export interface ExportCounts {
  readonly subjects: number;
  readonly templates: number;
  readonly photos: number;
}

/** Counts and digests entries in their order, on the way out and on the way in. */
export class ExportTally {
  #counts = { subjects: 0, templates: 0, photos: 0 };
  readonly #hash: Hash = createHash('sha256');

  add({ templates, photos }: SubjectRecord, digest: string): void {
    this.#counts.subjects++;
    this.#counts.templates += templates.length;
    this.#counts.photos += photos.length;
    this.#hash.update(digest);
  }

  get counts(): ExportCounts {
    return { ...this.#counts };
  }

  /** To be asked once. */
  closingLine(): string {
    return JSON.stringify({ end: true, ...this.#counts, sha256: this.#hash.digest('hex') });
  }
}

export function openingLine(createdAt: string): string {
  return JSON.stringify({ format, version: exportVersion, createdAt, warning });
}

/** @throws ExportFileError where the file is none of ours, or newer. */
export function checkOpeningLine(line: string): void {
  const opening = tryToParse(line);
  if (opening?.['format'] !== format) throw new ExportFileError('The file is no facedesk export.');
  if (opening['version'] !== exportVersion) {
    throw new ExportFileError(
      `The export has version ${String(opening['version'])}; this facedesk reads version ${exportVersion}.`,
    );
  }
}

export function subjectLine(record: SubjectRecord): { line: string; digest: string } {
  const text = JSON.stringify({
    id: record.id,
    timestamp: record.timestamp,
    templates: record.templates.map(({ modelId, createdAt, features, quality, photo }) => ({
      modelId,
      createdAt,
      features: featuresToBase64(features),
      quality,
      photo,
    })),
    // Under a key of their own, so that a reader who does not know them never takes them for enrolled ones.
    refreshed: record.refreshed?.map(({ modelId, createdAt, features, quality, score, requestId }) => ({
      modelId,
      createdAt,
      features: featuresToBase64(features),
      quality,
      score,
      requestId,
    })),
    photos: record.photos.map(({ fileName, kind, createdAt, jpeg }) => ({
      fileName,
      kind,
      createdAt,
      jpeg: Buffer.from(jpeg).toString('base64'),
    })),
  });
  const digest = sha256(text);
  return { line: `{"sha256":"${digest}","subject":${text}}`, digest };
}

/** The digest is over the text of `subject`, exactly as it stands in the line. @throws ExportFileError naming the entry */
export function parseSubjectLine(line: string, entry: number): { record: SubjectRecord; digest: string } {
  const [, digest, text] = /^\{"sha256":"([0-9a-f]{64})","subject":(.*)\}$/s.exec(line) ?? [];
  if (digest === undefined || text === undefined || sha256(text) !== digest) {
    throw new ExportFileError(`Entry ${entry} (line ${entry + 1}) is damaged.`);
  }
  const record = toRecord(tryToParse(text));
  if (record === null) throw new ExportFileError(`Entry ${entry} (line ${entry + 1}) is not as it must be.`);
  return { record, digest };
}

/** True for the line that ends an export. */
export function isClosingLine(line: string): boolean {
  return line.startsWith('{"end":true,');
}

function toRecord(value: Record<string, unknown> | null): SubjectRecord | null {
  if (value === null || !Array.isArray(value['templates']) || !Array.isArray(value['photos'])) return null;
  const { id, timestamp } = value;
  try {
    if (typeof id !== 'string' || !isTimeText(timestamp)) return null;
    return {
      id: parseSubjectId(id).display,
      timestamp,
      templates: value['templates'].map(toTemplate),
      ...(Array.isArray(value['refreshed']) && { refreshed: value['refreshed'].map(toRefreshed) }),
      photos: value['photos'].map(toPhoto),
    };
  } catch {
    // Whatever a part lacks, the entry is not as it must be, and nothing of it is used.
    return null;
  }
}

function toTemplate(value: Record<string, unknown>): SubjectRecord['templates'][number] {
  const { quality, photo } = value;
  if (!isAbsentOrWhole(quality) || !isAbsentOrWhole(photo)) throw new TypeError('a template');
  return {
    ...toFeaturesOfModel(value),
    ...(quality === undefined ? {} : { quality }),
    ...(photo === undefined ? {} : { photo }),
  };
}

function toRefreshed(value: Record<string, unknown>): RefreshedRecord {
  const { quality, score, requestId } = value;
  if (typeof quality !== 'number' || typeof score !== 'number') throw new TypeError('a refreshed template');
  const origin = typeof requestId === 'string' ? { requestId } : {};
  return { ...toFeaturesOfModel(value), quality, score, ...origin };
}

function toFeaturesOfModel({ modelId, createdAt, features }: Record<string, unknown>) {
  if (typeof modelId !== 'string' || !isTimeText(createdAt) || typeof features !== 'string')
    throw new TypeError('a template');
  return { modelId, createdAt, features: base64ToFeatures(features) };
}

function isAbsentOrWhole(value: unknown): value is number | undefined {
  return value === undefined || (Number.isSafeInteger(value) && (value as number) >= 0);
}

function toPhoto(value: Record<string, unknown>): SubjectRecord['photos'][number] {
  const { fileName, kind, createdAt, jpeg } = value;
  if (typeof fileName !== 'string' || (kind !== 'crop' && kind !== 'full')) throw new TypeError('a photo');
  if (!isTimeText(createdAt) || typeof jpeg !== 'string') throw new TypeError('a photo');
  return { fileName, kind, createdAt, jpeg: new Uint8Array(Buffer.from(jpeg, 'base64')) };
}

function featuresToBase64(features: Features): string {
  const view = new DataView(new ArrayBuffer(4 * features.length));
  features.forEach((value, at) => view.setFloat32(4 * at, value, true));
  return Buffer.from(view.buffer).toString('base64');
}

function base64ToFeatures(text: string): Features {
  const bytes = Buffer.from(text, 'base64');
  const values = Float32Array.from({ length: Math.floor(bytes.byteLength / 4) }, (_, at) =>
    bytes.readFloatLE(4 * at),
  );
  return toFeatures(values);
}

function isTimeText(value: unknown): value is string {
  return typeof value === 'string' && isTime(value);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function tryToParse(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
