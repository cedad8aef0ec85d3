/**
 * What the vision engine and its children say to each other over the IPC channel, and how errors and arrays survive the
 * way. Serialization is 'advanced' (V8's), so typed arrays arrive as typed arrays, and errors would lose their class.
 */
import { FacedeskError, isErrorCode } from '../../domain/errors.js';
import type { Features } from '../../domain/features.js';
import type { FaceAppearance, FaceMeasures, ImageAppearance } from '../../domain/face.js';
import type { ModelPrior } from '../../domain/model-prior.js';
import type { PhotoKeeping } from '../index.js';
import type { EmbeddingEffort } from '../models/embedding-model.js';

const maxDetailCharacters = 4000;

export interface StartMessage {
  readonly kind: 'start';
  readonly modelsDir: string;
  readonly model: string;
  readonly detector: string;
  readonly embedding: EmbeddingEffort;
  readonly maxPixels: number;
  /** Module to import instead of the real extractor. */
  readonly extractorUrl?: string;
}

export interface ExamineMessage {
  readonly kind: 'examine';
  readonly image: Uint8Array;
  readonly keep: PhotoKeeping;
  /** Whether features are wanted too. */
  readonly embed: boolean;
  /** Whether signs of a presentation attack are looked for. */
  readonly attack: boolean;
  /** The trace that the picture belongs to, as W3C Trace Context writes it; absent where there is none. */
  readonly traceparent?: string;
}

export type MessageToChild = StartMessage | ExamineMessage;

/** What a child's features are compared under. */
export interface ModelProperties {
  readonly modelId: string;
  readonly prior: ModelPrior;
}

/** A child has one task at a time, so no answer needs to name the task that it belongs to. */
export type MessageFromChild =
  | ({ readonly kind: 'ready' } & ModelProperties)
  | { readonly kind: 'startFailed'; readonly error: ErrorMessage }
  | { readonly kind: 'examined'; readonly measures: ImageAppearance; readonly residentBytes: number }
  | { readonly kind: 'failed'; readonly error: ErrorMessage; readonly residentBytes: number };

export interface ErrorMessage {
  readonly code: string;
  readonly detail?: string;
}

/** An error as it is sent; one that is not a FacedeskError becomes `internal`, with its stack as the log's detail. */
export function packError(error: unknown): ErrorMessage {
  if (!(error instanceof FacedeskError)) return { code: 'internal', detail: describe(error) };
  const { detail, cause } = error.context;
  const details = [detail, cause === undefined ? undefined : describe(cause)].filter(
    (part) => part !== undefined,
  );
  if (details.length === 0) return { code: error.code };
  return { code: error.code, detail: details.join('; cause: ').slice(0, maxDetailCharacters) };
}

export function unpackError({ code, detail }: ErrorMessage): FacedeskError {
  const context = detail === undefined ? {} : { detail };
  return new FacedeskError(isErrorCode(code) ? code : 'internal', context);
}

/**
 * Copies the arrays of measures that have just arrived. V8's deserializer returns views onto the whole message where it
 * can, and a 512-byte template in the gallery must not keep a photo in memory.
 */
export function detachMeasures(measures: ImageAppearance): ImageAppearance {
  const { keptPhoto, ...rest } = measures;
  const faces = measures.faces.map(detachFace);
  if (keptPhoto === undefined) return { ...rest, faces };
  return { ...rest, faces, keptPhoto: { ...keptPhoto, jpeg: new Uint8Array(keptPhoto.jpeg) } };
}

function detachFace(face: FaceAppearance): FaceAppearance {
  const detached: FaceAppearance = { ...face, landmarksPx: new Float32Array(face.landmarksPx) };
  const { features } = face as Partial<FaceMeasures>;
  // A face that was only measured comes without features, and leaves without.
  if (features === undefined) return detached;
  const embedded: FaceMeasures = { ...detached, features: new Float32Array(features) as Features };
  return embedded;
}

function describe(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.slice(0, maxDetailCharacters);
}
