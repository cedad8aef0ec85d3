/**
 * The pipeline, top to bottom: decode, locate (detect, landmarks), align, measure, embed. It runs in a child process and owns
 * the nets; it measures and never judges.
 */
import type { FaceMeasures, ImageMeasures } from '../domain/face.js';
import type { PhotoKeeping } from './index.js';
import { type LocatedFace, locateFaces } from './locate-faces.js';
import { embeddingModelId, openModel } from './models/model-cache.js';
import { type NetSession, createSession } from './session/net-session.js';
import { alignFace, chipPaddings, chipPx } from './steps/align-face.js';
import { decodeImage } from './steps/decode-image.js';
import { embedFace } from './steps/embed-face.js';
import { eyeDistancePx } from './steps/find-landmarks.js';
import { keepPhoto } from './steps/keep-photo.js';
import { measureLight, measurePose } from './steps/measure-face.js';
import { type Pixels, warp } from './steps/pixels.js';
import { type Stopwatch, startStopwatch } from './stopwatch.js';

/** Part of the model id: raise it with every change of alignment or pre-processing that moves features. */
const preprocessingVersion = 'two-chips-mirrored-1';

export interface Extractor {
  readonly modelId: string;
  /** @throws FacedeskError image_unreadable, image_format_unsupported, image_damaged, image_too_many_pixels */
  examine(image: Uint8Array, options: { readonly keep: PhotoKeeping }): Promise<ImageMeasures>;
}

export interface ExtractorOptions {
  readonly modelsDir: string;
  readonly maxPixels: number;
}

/** Opens the nets, compiling them first where the cache lacks them. */
export async function createExtractor({ modelsDir, maxPixels }: ExtractorOptions): Promise<Extractor> {
  const open = async (name: 'detector' | 'landmarks' | 'embedding') =>
    createSession(await openModel(modelsDir, name));
  const detector = await open('detector');
  const landmarks = await open('landmarks');
  const embedding = await open('embedding');
  const nets = { detector, landmarks, embedding };
  return {
    modelId: `${embeddingModelId()}:${preprocessingVersion}`,
    examine: async (image, { keep }) => examine(nets, image, { keep, maxPixels }),
  };
}

interface Nets {
  readonly detector: NetSession;
  readonly landmarks: NetSession;
  readonly embedding: NetSession;
}

async function examine(
  nets: Nets,
  image: Uint8Array,
  { keep, maxPixels }: { keep: PhotoKeeping; maxPixels: number },
): Promise<ImageMeasures> {
  const stopwatch = startStopwatch();
  const picture = await decodeImage(image, maxPixels);
  stopwatch.lap('decode');
  const located = await locateFaces(nets, picture, stopwatch);
  const faces: FaceMeasures[] = [];
  for (const face of located) faces.push(await measureFace(nets.embedding, picture, face, stopwatch));
  const [largest] = located;
  const keptPhoto =
    keep !== 'none' && largest ? await keepPhoto(picture, largest.landmarks, keep) : undefined;
  stopwatch.lap('keep');
  return {
    format: picture.format,
    widthPx: picture.widthPx,
    heightPx: picture.heightPx,
    faces,
    ...(keptPhoto && { keptPhoto }),
    timingsMs: stopwatch.timings(),
  };
}

const chipSize = { widthPx: chipPx, heightPx: chipPx };

async function measureFace(
  embedding: NetSession,
  picture: Pixels,
  face: LocatedFace,
  stopwatch: Stopwatch,
): Promise<FaceMeasures> {
  const { landmarks, detection, boxPx } = face;
  const chips = chipPaddings.map((padding) => warp(picture, alignFace(landmarks, padding), chipSize));
  const light = measureLight(chips[0]!);
  const pose = measurePose(landmarks);
  stopwatch.lap('align');
  const features = await embedFace(embedding, chips);
  stopwatch.lap('embed');
  return {
    boxPx,
    detectionScore: detection.score,
    faceFlag: landmarks.faceFlag,
    landmarksPx: landmarks.pointsPx,
    pose,
    interEyeDistancePx: eyeDistancePx(landmarks),
    ...light,
    features,
  };
}
