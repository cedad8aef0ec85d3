/**
 * The pipeline, top to bottom: decode, locate (detect, landmarks), align, measure, embed. It runs in a child process and owns
 * the nets; it measures and never judges.
 */
import type { FaceMeasures, ImageMeasures } from '../domain/face.js';
import type { ModelPrior } from '../domain/model-prior.js';
import type { PhotoKeeping } from './index.js';
import { type LocatedFace, type LocatingNets, locateFaces } from './locate-faces.js';
import { openModel } from './models/model-cache.js';
import { type Embedder, type ModelChoice, openEmbedder } from './open-embedder.js';
import { createSession } from './session/net-session.js';
import { alignFace, chipPx, type ChipShape } from './steps/align-face.js';
import { decodeImage } from './steps/decode-image.js';
import { eyeDistancePx } from './steps/find-landmarks.js';
import { keepPhoto } from './steps/keep-photo.js';
import { measureLight, measurePose } from './steps/measure-face.js';
import { type Pixels, warp } from './steps/pixels.js';
import { type Stopwatch, startStopwatch } from './stopwatch.js';

export interface Extractor {
  readonly modelId: string;
  readonly prior: ModelPrior;
  /** @throws FacedeskError image_unreadable, image_format_unsupported, image_damaged, image_too_many_pixels */
  examine(image: Uint8Array, options: { readonly keep: PhotoKeeping }): Promise<ImageMeasures>;
}

export interface ExtractorOptions extends ModelChoice {
  readonly maxPixels: number;
}

/** Opens the nets, compiling them first where the cache lacks them. @throws FacedeskError models_unavailable */
export async function createExtractor({ maxPixels, ...choice }: ExtractorOptions): Promise<Extractor> {
  const open = async (name: 'detector' | 'landmarks') =>
    createSession(await openModel(choice.modelsDir, name));
  const nets = {
    detector: await open('detector'),
    landmarks: await open('landmarks'),
    embedder: await openEmbedder(choice),
  };
  const { modelId, prior } = nets.embedder.model;
  return { modelId, prior, examine: (image, { keep }) => examine(nets, image, { keep, maxPixels }) };
}

interface Nets extends LocatingNets {
  readonly embedder: Embedder;
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
  for (const face of located) faces.push(await measureFace(nets.embedder, picture, face, stopwatch));
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

/** The chip on which sharpness and light are measured, so that their limits hold for every model and effort. */
const measuredChip: ChipShape = { alignment: 'dlib-150', padding: 0.2, turnDegrees: 0, sidePx: chipPx };

async function measureFace(
  { model, embed }: Embedder,
  picture: Pixels,
  face: LocatedFace,
  stopwatch: Stopwatch,
): Promise<FaceMeasures> {
  const { landmarks, detection, boxPx } = face;
  const cutOut = (shape: ChipShape): Float32Array =>
    warp(picture, alignFace(landmarks, shape), { widthPx: shape.sidePx, heightPx: shape.sidePx });
  const { alignment, input, views } = model;
  const chips = views.map((view) => cutOut({ ...view, alignment, sidePx: input.sidePx }));
  const light = measureLight(cutOut(measuredChip));
  const pose = measurePose(landmarks);
  stopwatch.lap('align');
  const features = await embed(chips);
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
