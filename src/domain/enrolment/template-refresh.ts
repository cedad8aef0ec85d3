/**
 * Whether what a person looks like today may be added to what they are recognised by. Everything is measured against the
 * photos that were enrolled, never against what was added since, so that a row of small steps leads nowhere.
 */
import { compare, type Features } from '../features.js';
import { type OwnTemplate, personFeatures } from './person-template.js';

/** Of one person so many refreshed templates are kept; the oldest gives way, an enrolled one never. */
export const mostRefreshed = 3;

/** One refresh of a person a day: a face does not age in an hour, and whoever tries to shift it needs many. */
export const hoursBetweenRefreshes = 24;

/** A refresh has to pass a false match rate this many times lower than a verdict's. */
export const refreshStrictness = 10;

/** The least unified score of the photo, 0 to 100: under 40 photos are often not recognised, from there on alike (docs/accuracy.md). */
const leastQuality = 50;
/** How far the claimed person's raw score has to lead over everybody else's, against the enrolled photos alone. */
const leastLead = 0.05;
/** How far the person's reference may move from that of the enrolled photos alone, as a distance of features. */
const mostDrift = 0.15;
/** What is nearer than this to a template, as a distance of features, is the picture that it was made of: that is at 0. */
const leastNews = 0.01;

export type RefreshRefusal =
  /** The photo is not good enough. */
  | 'quality'
  /** It is a picture that the person has a template of already. */
  | 'nothing_new'
  /** Something about it looks like an attack. */
  | 'attack_suspected'
  /** It is the person, but not clearly enough by the enrolled photos alone. */
  | 'not_clear'
  /** Somebody else is not far enough behind. */
  | 'lead_too_small'
  /** The reference would move too far from the enrolled photos. */
  | 'drift'
  /** With it, somebody else would be nearly as like the person. */
  | 'someone_else_nearer';

export interface RefreshQuestion {
  readonly probe: Features;
  readonly quality: number;
  readonly attackSuspected: boolean;
  /** All that the person has under this model. */
  readonly templates: readonly OwnTemplate[];
  /** The probe against the enrolled photos alone. */
  readonly original: {
    /** At refreshStrictness times the strictness of a verdict. */
    readonly passes: boolean;
    /** Raw, over everybody else; null where there is nobody else. */
    readonly lead: number | null;
  };
}

/** The reference that the person would have, or why they keep the one they have. */
export type RefreshAnswer =
  { readonly refusal: RefreshRefusal } | { readonly refusal: null; readonly reference: Features };

/** Everything that can be said without looking at anybody else's templates once more: see isNearerToOthers. */
export function judgeRefresh(question: RefreshQuestion): RefreshAnswer {
  const { probe, quality, attackSuspected, templates, original } = question;
  // Written as "not above", so that a measure that is not a number is refused as well.
  if (!(quality >= leastQuality)) return { refusal: 'quality' };
  if (attackSuspected) return { refusal: 'attack_suspected' };
  if (templates.some(({ features }) => -compare(probe, features) < leastNews))
    return { refusal: 'nothing_new' };
  if (!original.passes) return { refusal: 'not_clear' };
  if (original.lead !== null && !(original.lead >= leastLead)) return { refusal: 'lead_too_small' };
  const enrolled = templates.filter(({ origin }) => origin === 'enrolled');
  const kept = templates.filter(({ origin }) => origin === 'refreshed').slice(1 - mostRefreshed);
  const reference = personFeatures([...enrolled, ...kept, { features: probe, origin: 'refreshed', quality }]);
  if (!(-compare(reference, personFeatures(enrolled)) <= mostDrift)) return { refusal: 'drift' };
  return { refusal: null, reference };
}

/**
 * True where a refreshed reference has come nearer to somebody else than the enrolled photos were, and near enough that it
 * could matter.
 * @param scores raw, of the nearest other person: against the new reference, and against that of the enrolled photos
 * @param worryingScore raw, from which on two people are too alike
 */
export function isNearerToOthers(
  scores: { readonly refreshed: number; readonly enrolled: number },
  worryingScore: number,
): boolean {
  return scores.refreshed > scores.enrolled && !(scores.refreshed < worryingScore);
}
