/**
 * A drill with the desk's own camera: pictures of live faces and of attacks with the desk's own prints and screens go through
 * the detection, and what it makes of them is counted as ISO/IEC 30107-3 counts. Nothing is stored.
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { attackErrorRate, barFor, bonaFideErrorRate, type Proportion } from '../domain/attack/error-rates.js';
import { type EvidenceSign, type Suspicion, suspicionOf } from '../domain/attack/suspicion.js';
import { type ErrorCode, FacedeskError } from '../domain/errors.js';
import type { VisionEngine } from '../vision/index.js';
import { EvaluationInputError } from './evaluation-input.js';

export interface DrillRequest {
  /** Folder of pictures of live faces. */
  readonly live: string;
  /** Folder with a folder of pictures for each species of attack, or with pictures of one species. */
  readonly attacks: string;
  /** Strength from which on a sign counts. */
  readonly bar: number;
  /** The share of live faces that the suggested bar may take for attacks, 0 to 1. */
  readonly maxBpcer: number;
  readonly onProgress?: (done: number, total: number) => void;
}

export interface DrillGroup {
  /** Pictures without a face, or that cannot be opened: no answer, neither right nor wrong. */
  readonly noAnswer: number;
  /** How often each sign was seen, at the bar. */
  readonly signs: Readonly<Partial<Record<EvidenceSign, number>>>;
}

export interface DrillReport {
  readonly bar: number;
  readonly live: DrillGroup & { readonly bpcer: Proportion };
  readonly species: readonly (DrillGroup & {
    readonly name: string;
    readonly apcer: Proportion;
    readonly apcerAtSuggestedBar: Proportion;
  })[];
  /** Null where no live face was found. */
  readonly suggested: { readonly bar: number; readonly bpcer: Proportion } | null;
}

/** Limits of FACEDESK_ATTACK_BAR, so that what is suggested can be set. */
const barLimits = { min: 0.5, max: 5 };
const pictureNames = /\.(jpe?g|png|webp)$/i;

const picturesFault: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'image_unreadable',
  'image_format_unsupported',
  'image_damaged',
  'image_too_many_pixels',
]);

/**
 * @throws EvaluationInputError where a folder is missing or holds no pictures; FacedeskError where the engine fails for
 * another reason than a picture
 */
export async function runSpoofDrill(vision: VisionEngine, request: DrillRequest): Promise<DrillReport> {
  const livePictures = await picturesIn(request.live);
  const species = await speciesIn(request.attacks);
  const total = livePictures.length + species.reduce((sum, { pictures }) => sum + pictures.length, 0);
  let done = 0;
  const look = async (pictures: readonly string[]): Promise<Looks> => {
    const suspicions: Suspicion[] = [];
    for (const picture of pictures) {
      const suspicion = await lookAt(vision, picture, request.bar);
      if (suspicion !== null) suspicions.push(suspicion);
      request.onProgress?.(++done, total);
    }
    return { suspicions, noAnswer: pictures.length - suspicions.length };
  };
  const live = await look(livePictures);
  const attacks: { name: string; looks: Looks }[] = [];
  for (const { name, pictures } of species) attacks.push({ name, looks: await look(pictures) });
  return reportOf(live, attacks, request);
}

interface Looks {
  readonly suspicions: readonly Suspicion[];
  readonly noAnswer: number;
}

function reportOf(
  live: Looks,
  attacks: readonly { readonly name: string; readonly looks: Looks }[],
  { bar, maxBpcer }: DrillRequest,
): DrillReport {
  const lowest = barFor(strengthsOf(live), maxBpcer);
  const suggestedBar = lowest === null ? null : Math.min(barLimits.max, Math.max(barLimits.min, lowest));
  return {
    bar,
    live: { ...groupOf(live), bpcer: bonaFideErrorRate(strengthsOf(live), bar) },
    species: attacks.map(({ name, looks }) => ({
      name,
      ...groupOf(looks),
      apcer: attackErrorRate(strengthsOf(looks), bar),
      apcerAtSuggestedBar: attackErrorRate(strengthsOf(looks), suggestedBar ?? bar),
    })),
    suggested:
      suggestedBar === null
        ? null
        : { bar: suggestedBar, bpcer: bonaFideErrorRate(strengthsOf(live), suggestedBar) },
  };
}

function strengthsOf({ suspicions }: Looks): number[] {
  return suspicions.map(({ strength }) => strength);
}

function groupOf({ suspicions, noAnswer }: Looks): DrillGroup {
  const signs: Partial<Record<EvidenceSign, number>> = {};
  for (const sign of suspicions.flatMap((suspicion) => suspicion.signs)) signs[sign] = (signs[sign] ?? 0) + 1;
  return { noAnswer, signs };
}

async function lookAt(vision: VisionEngine, picture: string, bar: number): Promise<Suspicion | null> {
  try {
    const [face] = (await vision.measure(await readFile(picture), { attack: true })).faces;
    return face?.attack === undefined ? null : suspicionOf(face.attack, bar);
  } catch (error) {
    if (error instanceof FacedeskError && picturesFault.has(error.code)) return null;
    throw error;
  }
}

async function speciesIn(folder: string): Promise<{ name: string; pictures: string[] }[]> {
  const folders = (await entriesOf(folder)).filter((entry) => entry.isDirectory());
  if (folders.length === 0) return [{ name: path.basename(folder), pictures: await picturesIn(folder) }];
  const names = folders.map(({ name }) => name).sort();
  return Promise.all(
    names.map(async (name) => ({ name, pictures: await picturesIn(path.join(folder, name)) })),
  );
}

async function picturesIn(folder: string): Promise<string[]> {
  const names = (await entriesOf(folder)).filter((entry) => entry.isFile()).map(({ name }) => name);
  const pictures = names.filter((name) => pictureNames.test(name)).sort();
  if (pictures.length === 0)
    throw new EvaluationInputError(`The folder ${folder} holds no .jpg, .png or .webp pictures.`);
  return pictures.map((name) => path.join(folder, name));
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (cause) {
    throw new EvaluationInputError(`The folder ${folder} cannot be read.`, { cause });
  }
}
