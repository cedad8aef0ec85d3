/**
 * What an administrator should know of the own gallery: what the target rate means here, who attracts strangers' faces, whose
 * faces are so alike that the desk should ask for a card, and who seems to be enrolled twice.
 */
import type { DisplayId } from '../domain/subject-id.js';
import type { Gallery } from '../gallery/index.js';
import type { Store } from '../store/index.js';
import type { VisionEngine } from '../vision/index.js';
import { type Calibration, type CalibrationRecord, supportText } from './calibration.js';
import { type ExpectedRefusals, expectedRefusals } from './expected-refusals.js';
import type { GalleryFollower } from './gallery-follower.js';
import type { NonMatedScores } from './non-mated-scores.js';
import { type OftenRefused, oftenRefused } from './often-refused.js';

export interface NamedPair {
  readonly ids: readonly [DisplayId, DisplayId];
  /** More is more alike: raw among likely duplicates, normalised among lookalikes. */
  readonly score: number;
}

export interface Attractor {
  readonly id: DisplayId;
  /** Other people of the gallery who would pass as this one, or be uncertain. */
  readonly others: number;
}

export interface GalleryReport {
  readonly record: CalibrationRecord;
  /** Whether the gallery is large enough for the target, in a sentence. */
  readonly support: string;
  /** How often rightful people would be refused; null where nobody is enrolled with two photos. */
  readonly refusals: ExpectedRefusals | null;
  /** One person twice, or twins: the most alike first. */
  readonly likelyDuplicates: readonly NamedPair[];
  /** Different people who would pass as each other at the target rate. */
  readonly lookalikes: readonly NamedPair[];
  /** Whom several others are like, the most first. */
  readonly attractors: readonly Attractor[];
  /** Who was refused again and again, by the verdicts on record: the most often first. */
  readonly oftenRefused: readonly OftenRefused[];
}

export interface GalleryReporting {
  /** Measures the gallery anew, keeps the calibration, and reports. `limit` bounds each list. */
  report(limit: number): Promise<GalleryReport>;
}

export interface GalleryReportingParts {
  readonly store: Store;
  readonly follower: GalleryFollower;
  readonly calibration: Calibration;
  readonly gallery: Gallery;
  readonly vision: Pick<VisionEngine, 'modelId'>;
  /** By how much the claimed subject has to lead over everybody else. */
  readonly margin: number;
}

export function createGalleryReporting({
  store,
  follower,
  calibration,
  gallery,
  vision,
  margin,
}: GalleryReportingParts): GalleryReporting {
  const nameOf = async (subjectNo: number): Promise<DisplayId | null> =>
    (await store.findSubjectByNo(subjectNo))?.id ?? null;

  const named = async (
    pairs: readonly { subjectNos: readonly [number, number]; score: number }[],
  ): Promise<NamedPair[]> => {
    const found: NamedPair[] = [];
    for (const { subjectNos, score } of pairs) {
      const [first, second] = [await nameOf(subjectNos[0]), await nameOf(subjectNos[1])];
      // Somebody who was deleted meanwhile is nobody's lookalike.
      if (first !== null && second !== null) found.push({ ids: [first, second], score });
    }
    return found;
  };

  return {
    report: async (limit) => {
      await follower.catchUp();
      const { record, scores } = await calibration.measure();
      const attractors: Attractor[] = [];
      for (const [subjectNo, others] of attractorsOf(scores, record).slice(0, limit)) {
        const id = await nameOf(subjectNo);
        if (id !== null) attractors.push({ id, others });
      }
      return {
        record,
        support: supportText(record),
        refusals: await expectedRefusals({
          store,
          gallery,
          modelId: vision.modelId,
          policy: { ...record, margin, marginOver: new Map(), prior: calibration.prior },
        }),
        likelyDuplicates: await named(scores.alike.slice(0, limit)),
        lookalikes: await named(lookalikesOf(scores, record).slice(0, limit)),
        attractors,
        oftenRefused: await oftenRefused(store, limit),
      };
    },
  };
}

/** Pairs of the tail above the threshold, with the normalised score in place of the raw one, which is not kept. */
function lookalikesOf({ tail, subjectNos }: NonMatedScores, { threshold }: CalibrationRecord) {
  return [...tail.scores.keys()]
    .filter((k) => tail.scores[k]! > threshold)
    .map((k) => ({
      subjectNos: [subjectNos[tail.personsA[k]!]!, subjectNos[tail.personsB[k]!]!] as const,
      score: tail.scores[k]!,
    }));
}

/** By subject, with how many others they are confused; only those with more than one. */
function attractorsOf(
  { tail, subjectNos }: NonMatedScores,
  { uncertainFrom }: CalibrationRecord,
): [number, number][] {
  const counts = new Map<number, number>();
  for (const [k, score] of tail.scores.entries()) {
    if (score <= uncertainFrom) break;
    for (const person of [tail.personsA[k]!, tail.personsB[k]!]) {
      const subjectNo = subjectNos[person]!;
      counts.set(subjectNo, (counts.get(subjectNo) ?? 0) + 1);
    }
  }
  return [...counts].filter(([, others]) => others > 1).sort((a, b) => b[1] - a[1]);
}
