/** Who of those enrolled is probably the person that a face is of: asked before somebody gets a further id. */
import { fmrForSearch } from '../domain/calibration.js';
import { scoresOf } from '../domain/decision.js';
import type { Features } from '../domain/features.js';
import { priorScoreAt } from '../domain/model-prior.js';
import type { DisplayId } from '../domain/subject-id.js';
import type { Store } from '../store/index.js';
import type { Calibration } from './calibration.js';
import type { GalleryFollower } from './gallery-follower.js';
import { passesAtRate, type Standing } from './passing-rate.js';

/** Of people who are not enrolled yet, so many are taken for somebody who is, however many those are. */
export const duplicateFpir = 1e-3;

/** Of one face, more ids than this are not told apart. */
const mostIds = 5;

export interface LikelyDuplicate {
  readonly subjectNo: number;
  readonly id: DisplayId;
  /** Raw. */
  readonly score: number;
}

export type DuplicateSearch = (features: Features) => Promise<LikelyDuplicate[]>;

export interface DuplicateSearchParts {
  readonly store: Pick<Store, 'findSubjectByNo'>;
  readonly follower: GalleryFollower;
  readonly calibration: Calibration;
}

/** How alike two faces are, in a gallery of so many people. */
export interface Likeness {
  /** Raw. */
  readonly score: number;
  readonly normalisedScore: number;
  readonly people: number;
}

/** True where strangers are so alike once in 1 / duplicateFpir searches; a small gallery's own strangers cannot say it alone. */
export function isConfident({ score, normalisedScore, people }: Likeness, standing: Standing): boolean {
  const rate = fmrForSearch(duplicateFpir, people);
  if (standing.point.basis !== 'gallery' && !(score > priorScoreAt(standing.prior, rate))) return false;
  return passesAtRate(normalisedScore, rate, standing);
}

/** The search that says who a face probably is, the most alike first. */
export function createDuplicateSearch({
  store,
  follower,
  calibration,
}: DuplicateSearchParts): DuplicateSearch {
  return async (features) => {
    const ranked = await follower.rank(features, { limit: mostIds });
    if (ranked.length === 0) return [];
    const standing = { point: await calibration.current(), prior: calibration.prior };
    const found: LikelyDuplicate[] = [];
    for (const comparison of ranked) {
      const { own, people } = comparison;
      const { normalisedScore } = scoresOf(own, comparison, calibration.prior);
      if (!isConfident({ score: own.score, normalisedScore, people }, standing)) continue;
      const subject = await store.findSubjectByNo(own.subjectNo);
      if (subject !== null) found.push({ subjectNo: own.subjectNo, id: subject.id, score: own.score });
    }
    return found;
  };
}
