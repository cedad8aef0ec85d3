/**
 * Keeps the promised false match rate for the people who are enrolled: measures what strangers score in this gallery, draws
 * the line where the rate is kept, and does so again when the gallery has grown. Until then the last line holds.
 */
import {
  falseMatchRate,
  operatingPoint,
  type OperatingPoint,
  peopleNeeded,
  rateAtScore,
  type RateInterval,
} from '../domain/calibration.js';
import type { ModelPrior } from '../domain/model-prior.js';
import type { Gallery } from '../gallery/index.js';
import type { Logger } from '../observability/logger.js';
import type { Store } from '../store/index.js';
import { type CalibrationCharts, chartsOf } from './calibration-charts.js';
import { expectedRefusals } from './expected-refusals.js';
import { type NonMatedScores, nonMatedScores } from './non-mated-scores.js';

/** What was found on a gallery, as it is kept in the store. */
export interface CalibrationRecord extends OperatingPoint {
  readonly modelId: string;
  /** People in the gallery when it was measured, and how many pairs of them were compared. */
  readonly people: number;
  readonly comparisons: number;
  /** The false match rate at the threshold with its 95 % interval; null where the gallery had nothing to say. */
  readonly fmr: RateInterval | null;
  /** Normalised scores and the share of strangers above each, falling, for the estimates in receipts. */
  readonly fmrAtScore: readonly (readonly [score: number, fmr: number])[];
  /** Absent where nothing was measured yet, or by a version that did not draw. */
  readonly charts?: CalibrationCharts;
  /** RFC 3339, UTC. */
  readonly measuredAt: string;
}

export interface Calibration {
  /** The line as it stands; reads what an earlier run found before it measures anything. */
  current(): Promise<CalibrationRecord>;
  /** The line as it was used last; undefined until it is needed. Reads and measures nothing. */
  readonly standing: CalibrationRecord | undefined;
  /** Measures again, keeps the result, and tells all that was seen. */
  measure(): Promise<{ record: CalibrationRecord; scores: NonMatedScores }>;
  readonly targetFmr: number;
  readonly prior: ModelPrior;
}

export interface CalibrationParts {
  readonly store: Store;
  readonly gallery: Gallery;
  /** Both are known once the engine is ready, and read when they are needed. */
  readonly vision: { readonly modelId: string; readonly prior: ModelPrior };
  readonly targetFmr: number;
  /** By how much the claimed subject has to lead over everybody else; 0 unless told. */
  readonly margin?: number;
  readonly log: Logger;
}

/** A gallery that grew or shrank by more than this share is measured again. */
const drift = 0.05;
/** Scores for which the rate is kept: enough for an estimate between them. */
const keptPoints = 40;

export function createCalibration(parts: CalibrationParts): Calibration {
  const { store, gallery, vision, targetFmr, margin = 0, log } = parts;
  let record: CalibrationRecord | undefined;
  let measuring: Promise<unknown> | undefined;

  const measure = async (): Promise<{ record: CalibrationRecord; scores: NonMatedScores }> => {
    const scores = await nonMatedScores(gallery, vision.prior);
    const { modelId, prior } = vision;
    const drawn = recordOf(scores, { modelId, people: gallery.subjectCount, targetFmr, prior });
    const policy = { ...drawn, margin, marginOver: new Map<number, number>(), prior };
    // Where everybody has one template, nobody has several photos, and none has to be read to know it. The gallery has one
    // reference for each person, however many photos it is made of, so the store is asked.
    const counts = (await store.models.templateCounts()).find((one) => one.modelId === modelId);
    const hasSeveral = counts !== undefined && counts.templates > counts.people;
    const refusals = hasSeveral ? await expectedRefusals({ store, gallery, modelId, policy }) : null;
    const points = drawn.fmrAtScore.map(([score]) => score);
    const found = { ...drawn, charts: await chartsOf({ scores, refusals, points }) };
    record = found;
    await store.calibration.write(vision.modelId, JSON.stringify(found));
    const { people, threshold, basis } = found;
    log.info({ people, threshold, basis, targetFmr }, 'calibrated on the gallery');
    return { record: found, scores };
  };

  const isDue = ({ people, targetFmr: target, modelId, fmr, charts }: CalibrationRecord): boolean =>
    target !== targetFmr ||
    modelId !== vision.modelId ||
    (fmr !== null && charts === undefined) ||
    Math.abs(gallery.subjectCount - people) > drift * Math.max(people, 1);

  /** In the background: a verdict never waits for it, and a failure leaves the last line standing. */
  const measureIfDue = (standing: CalibrationRecord): void => {
    if (measuring !== undefined || !isDue(standing)) return;
    measuring = measure()
      .catch((err: unknown) => log.warn({ err }, 'the calibration could not be renewed'))
      .finally(() => (measuring = undefined));
  };

  return {
    targetFmr,
    get prior() {
      return vision.prior;
    },
    get standing() {
      return record;
    },
    measure,
    current: async () => {
      record ??= await lastRecord(store, vision.modelId);
      // A line that was drawn for another rate or by another version says nothing; a small gallery is measured at once.
      if (record === undefined || record.targetFmr !== targetFmr) {
        record = recordOf(null, { modelId: vision.modelId, people: 0, targetFmr, prior: vision.prior });
      }
      measureIfDue(record);
      return record;
    },
  };
}

async function lastRecord(store: Store, modelId: string): Promise<CalibrationRecord | undefined> {
  const document = await store.calibration.read(modelId);
  return document === null ? undefined : (JSON.parse(document) as CalibrationRecord);
}

interface RecordParts {
  readonly modelId: string;
  readonly people: number;
  readonly targetFmr: number;
  readonly prior: ModelPrior;
}

function recordOf(
  scores: NonMatedScores | null,
  { modelId, people, targetFmr, prior }: RecordParts,
): CalibrationRecord {
  const usable = scores !== null && scores.tail.scores.length > 2 ? scores : null;
  const point = operatingPoint(usable, { people, targetFmr, prior });
  return {
    ...point,
    modelId,
    people,
    comparisons: scores?.comparisons ?? 0,
    fmr: usable && falseMatchRate(usable, point.threshold, usable.people),
    fmrAtScore: usable === null ? [] : pointsOf(usable),
    measuredAt: new Date().toISOString(),
  };
}

function pointsOf(scores: NonMatedScores): (readonly [number, number])[] {
  const { scores: tail } = scores.tail;
  const [highest, lowest] = [tail[0]! + 0.1, tail.at(-1)!];
  return Array.from({ length: keptPoints }, (_, index) => {
    const score = highest - ((highest - lowest) * index) / (keptPoints - 1);
    return [score, rateAtScore(scores, score)] as const;
  });
}

/** The share of strangers above a score, between the kept points; null where the gallery has nothing to say. */
export function estimatedFmr(
  { fmrAtScore }: Pick<CalibrationRecord, 'fmrAtScore'>,
  score: number,
): number | null {
  const at = fmrAtScore.findIndex(([kept]) => kept <= score);
  if (fmrAtScore.length === 0) return null;
  if (at === 0) return fmrAtScore[0]![1];
  if (at === -1) return 1;
  const [[above, fmrAbove], [below, fmrBelow]] = [fmrAtScore[at - 1]!, fmrAtScore[at]!];
  return fmrBelow + ((score - below) / (above - below)) * (fmrAbove - fmrBelow);
}

/** Whether the gallery alone can carry the target, in words for an operator. */
export function supportText({ basis, people, targetFmr }: CalibrationRecord): string {
  const rate = `1 in ${Math.round(1 / targetFmr).toLocaleString('en')}`;
  const needed = peopleNeeded(targetFmr);
  switch (basis) {
    case 'gallery':
      return `The ${people} people enrolled are enough to keep ${rate} by their own scores.`;
    case 'gallery and model':
      return `${people} people are enrolled; from ${needed} on their own scores alone keep ${rate}. Until then the stricter of theirs and the model's has more weight.`;
    case 'model':
      return `${people} people are too few to measure ${rate}; ${needed} are needed. The model's own figure, measured on public photos, stands in.`;
  }
}
