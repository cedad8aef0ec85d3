/**
 * Which of the photos that were kept under one id becomes the reference. The old service saved a photo before it refused a
 * taken id, so a later photo can show somebody else: the reference is the oldest photo that passes the quality bar and looks
 * like most of the id's photos. Where the photos leave that open, nobody is chosen unless the caller says whom to trust.
 */
import { compare, type Features } from '../features.js';

export interface CandidatePhoto {
  /** Null where it is not known. */
  readonly takenAt: string | null;
  /** Null where the photo cannot be a reference: no face, several faces, poor quality. */
  readonly features: Features | null;
}

/** Whom to trust where the oldest photo does not look like most of the others. */
export type DisputeRule = 'hold' | 'oldest' | 'majority';
export const disputeRules: readonly DisputeRule[] = ['hold', 'oldest', 'majority'];

export interface ReferenceRules {
  readonly rule: DisputeRule;
  /** Photos that score above it look alike: same-face.ts. */
  readonly alikeScore: number;
}

export type PhotoRole =
  | 'reference'
  | 'same_person'
  /** Does not look like the reference. */
  | 'unlike_reference'
  /** Neither does it, and it is later: as a refused registration left it. */
  | 'after_refused_registration'
  /** The id's photos contradict one another, and there is no reference. */
  | 'disputed'
  | 'unusable';

/**
 * A role for each photo, in their order. Photos that look alike are one group, directly or by a third. The group that
 * counts has more than half of the usable photos, or half of them and the oldest.
 */
export function chooseReference(
  photos: readonly CandidatePhoto[],
  { rule, alikeScore }: ReferenceRules,
): PhotoRole[] {
  const usable = photos.flatMap((photo, at) => (photo.features === null ? [] : [at]));
  const byAge = oldestFirst(photos, usable);
  const chosen = chooseGroup(groupsOf(photos, byAge, alikeScore), usable.length, {
    rule,
    oldest: usable.every((at) => photos[at]!.takenAt !== null) ? byAge[0] : undefined,
  });
  const reference = byAge.find((at) => chosen?.includes(at));
  return photos.map(({ features, takenAt }, at) => {
    if (features === null) return 'unusable';
    if (reference === undefined) return 'disputed';
    if (at === reference) return 'reference';
    if (chosen!.includes(at)) return 'same_person';
    const later = takenAt !== null && takenAt > (photos[reference]!.takenAt ?? takenAt);
    return later ? 'after_refused_registration' : 'unlike_reference';
  });
}

function chooseGroup(
  groups: readonly number[][],
  total: number,
  { rule, oldest }: { rule: DisputeRule; oldest: number | undefined },
): number[] | undefined {
  const ofOldest = oldest === undefined ? undefined : groups.find((group) => group.includes(oldest));
  if (ofOldest !== undefined && (rule === 'oldest' || 2 * ofOldest.length >= total)) return ofOldest;
  const majority = groups.find((group) => 2 * group.length > total);
  return ofOldest === undefined || rule === 'majority' ? majority : undefined;
}

/** Places of the usable photos; those without a time keep their order, behind the others. */
function oldestFirst(photos: readonly CandidatePhoto[], usable: readonly number[]): number[] {
  const time = (at: number): string => photos[at]!.takenAt ?? '~';
  return usable.toSorted((a, b) => (time(a) < time(b) ? -1 : Number(time(a) > time(b))));
}

function groupsOf(
  photos: readonly CandidatePhoto[],
  places: readonly number[],
  alikeScore: number,
): number[][] {
  const areAlike = (a: CandidatePhoto, b: CandidatePhoto): boolean =>
    compare(a.features!, b.features!) > alikeScore;
  const groups: number[][] = [];
  for (const at of places) {
    const alike = groups.filter((group) => group.some((other) => areAlike(photos[at]!, photos[other]!)));
    for (const group of alike) groups.splice(groups.indexOf(group), 1);
    groups.push([...alike.flat(), at]);
  }
  return groups;
}
