/** Sends mutated pictures through the real engine, and counts what came back. */
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { errorEntry, FacedeskError } from '../../src/domain/errors.js';
import type { VisionEngine } from '../../src/vision/index.js';
import { face } from '../faces.js';
import type { SeededRandom } from '../seeded-random.js';
import { mutate } from './mutate.js';

export interface FuzzReport {
  readonly count: number;
  /** By its code, or 'answered'. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What nobody may see: a failure that is not the input's, with the place in the sequence at which it came. */
  readonly faults: readonly string[];
  readonly peakMib: number;
}

/** Small, so that time goes into parsers and not into pixels. */
export async function pictureCorpus(): Promise<Buffer[]> {
  const photo = sharp(await face('emma')).resize(120);
  const grey = sharp({
    create: { width: 40, height: 30, channels: 4, background: { r: 1, g: 2, b: 3, alpha: 0.5 } },
  });
  return Promise.all([
    photo.clone().jpeg().toBuffer(),
    photo.clone().jpeg({ progressive: true }).withMetadata({ orientation: 6 }).toBuffer(),
    photo.clone().png({ palette: true }).toBuffer(),
    grey.clone().png({ progressive: true }).toBuffer(),
    grey.clone().toColourspace('rgb16').png().toBuffer(),
    photo.clone().webp().toBuffer(),
    grey.clone().webp({ lossless: true }).toBuffer(),
    grey.clone().webp().withMetadata({ orientation: 8 }).toBuffer(),
  ]);
}

export async function fuzzPictures(
  engine: VisionEngine,
  { count, random }: { count: number; random: SeededRandom },
): Promise<FuzzReport> {
  const corpus = await pictureCorpus();
  const outcomes: Record<string, number> = {};
  const faults: string[] = [];
  let [sent, peakMib] = [0, 0];
  const lane = async (): Promise<void> => {
    while (sent < count) {
      const number = sent++;
      const picture = mutate(corpus[random.below(corpus.length)]!, random);
      const outcome = await engine.examine(picture).then(() => 'answered', codeOf);
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (isFault(outcome)) faults.push(`${outcome} at ${number}`);
      if (number % 100 === 0) peakMib = Math.max(peakMib, residentMib());
    }
  };
  await Promise.all(Array.from({ length: engine.status().workers }, lane));
  return { count, outcomes, faults, peakMib: Math.round(peakMib) };
}

function codeOf(error: unknown): string {
  return error instanceof FacedeskError ? error.code : `not ours: ${String(error)}`;
}

function isFault(outcome: string): boolean {
  if (outcome === 'answered') return false;
  return outcome.startsWith('not ours') || errorEntry(outcome as FacedeskError['code']).status >= 500;
}

/** Of this process; its children are watched where the whole service is. */
export function residentMib(): number {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? 0) / 1024;
}
