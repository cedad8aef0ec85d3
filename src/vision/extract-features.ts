/**
 * The pipeline, top to bottom: decode, locate (detect, landmarks), align, measure, embed. It runs in a child process and owns
 * the nets; it measures and never judges.
 */
import type { FaceAppearance, FaceMeasures, ImageAppearance } from '../domain/face.js';
import type { ModelPrior } from '../domain/model-prior.js';
import type { PhotoKeeping } from './index.js';
import { type AttackNets, measureAttack, openAttackNets } from './attack/measure-attack.js';
import { type LocatedFace, type LocatingNets, locateFaces } from './locate-faces.js';
import { measureAppearance } from './measure-appearance.js';
import type { EmbeddingModel } from './models/embedding-model.js';
import { openModel } from './models/model-cache.js';
import { type DetectorChoice, openDetector } from './open-detector.js';
import { type Embedder, type ModelChoice, openEmbedder } from './open-embedder.js';
import { createSession } from './session/net-session.js';
import { alignFace, type ChipShape } from './steps/align-face.js';
import { decodeImage } from './steps/decode-image.js';
import { keepPhoto } from './steps/keep-photo.js';
import { hashPicture } from './steps/picture-hash.js';
import type { Pixels } from './steps/pixels.js';
import { warp } from './steps/warp.js';
import { startStopwatch } from './stopwatch.js';

/** What is wanted of one picture. */
export interface ExamineOrder {
  readonly keep: PhotoKeeping;
  /** Whether to make features; they are unless told. */
  readonly embed?: boolean;
  /** Whether to look for signs of a presentation attack on the largest face. */
  readonly attack?: boolean;
  /** Whether to tell each lap of the stopwatch. */
  readonly traced?: boolean;
}

export interface Extractor {
  readonly modelId: string;
  readonly prior: ModelPrior;
  /** @throws FacedeskError image_unreadable, image_format_unsupported, image_damaged, image_too_many_pixels */
  examine(image: Uint8Array, options: ExamineOrder): Promise<ImageAppearance>;
}

export interface ExtractorOptions extends ModelChoice, DetectorChoice {
  readonly maxPixels: number;
}

/** Opens the nets, compiling them first where the cache lacks them. @throws FacedeskError models_unavailable */
export async function createExtractor({ maxPixels, ...choice }: ExtractorOptions): Promise<Extractor> {
  const nets = {
    detector: await openDetector(choice),
    landmarks: await createSession(await openModel(choice.modelsDir, 'landmarks')),
    embedder: await openEmbedder(choice),
    attack: onFirstUse(() => openAttackNets(choice.modelsDir)),
  };
  const { modelId, prior } = nets.embedder.model;
  return { modelId, prior, examine: (image, order) => examine(nets, image, { ...order, maxPixels }) };
}

interface Nets extends LocatingNets {
  readonly embedder: Embedder;
  readonly attack: () => Promise<AttackNets>;
}

/** Nets that the settings may have no use for cost nothing until they are needed. */
function onFirstUse<Opened>(open: () => Promise<Opened>): () => Promise<Opened> {
  let opened: Promise<Opened> | undefined;
  return () =>
    (opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));
}

async function examine(
  nets: Nets,
  image: Uint8Array,
  { keep, embed = true, attack = false, traced = false, maxPixels }: ExamineOrder & { maxPixels: number },
): Promise<ImageAppearance> {
  const stopwatch = startStopwatch();
  const picture = await decodeImage(image, maxPixels);
  stopwatch.lap('decode');
  const located = await locateFaces(nets, picture, stopwatch);
  const faces: (FaceAppearance | FaceMeasures)[] = [];
  for (const face of located) {
    const appearance = measureAppearance(picture, face);
    stopwatch.lap('measure');
    if (!embed) {
      faces.push(appearance);
      continue;
    }
    const chips = cutOutViews(nets.embedder.model, picture, face);
    stopwatch.lap('align');
    faces.push({ ...appearance, features: await nets.embedder.embed(chips) });
    stopwatch.lap('embed');
  }
  const [largest] = located;
  // Without a lap for what is not done: a stage that took no time is told from one that was fast by being 0.
  if (attack && largest && faces[0]) {
    faces[0] = { ...faces[0], attack: await measureAttack(await nets.attack(), picture, largest) };
    stopwatch.lap('attack');
  }
  const isKept = keep !== 'none' && largest !== undefined;
  const keptPhoto = isKept ? await keepPhoto(picture, largest.landmarks, keep) : undefined;
  if (isKept) stopwatch.lap('keep');
  return {
    format: picture.format,
    widthPx: picture.widthPx,
    heightPx: picture.heightPx,
    pictureHash: hashPicture(picture),
    faces,
    ...(keptPhoto && { keptPhoto }),
    timingsMs: stopwatch.timings(),
    ...(traced && { laps: stopwatch.laps() }),
  };
}

/** The face in each of the views that the model asks for. */
function cutOutViews(
  { alignment, input, views }: EmbeddingModel,
  picture: Pixels,
  { landmarks }: LocatedFace,
) {
  return views.map((view) => {
    const shape: ChipShape = { ...view, alignment, sidePx: input.sidePx };
    return warp(picture, alignFace(landmarks, shape), { widthPx: shape.sidePx, heightPx: shape.sidePx });
  });
}
